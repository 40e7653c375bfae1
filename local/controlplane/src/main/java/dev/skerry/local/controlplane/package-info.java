/**
 * A real Kubernetes control plane and an S3 server as child processes of this JVM, on loopback,
 * without Docker and without root.
 *
 * <p>{@link dev.skerry.local.controlplane.BinaryStore} finds the programs (cache, download, Go
 * build), {@link dev.skerry.local.controlplane.Children} runs them so that none outlives us, {@link
 * dev.skerry.local.controlplane.CertificateAuthority} makes their identities, {@link
 * dev.skerry.local.controlplane.ControlPlane} and {@link dev.skerry.local.controlplane.ObjectStore}
 * start, watch and stop them. Tests of any module take {@link
 * dev.skerry.local.controlplane.TestControlPlane}.
 *
 * <p>This package depends on nothing else of Skerry.
 */
package dev.skerry.local.controlplane;
