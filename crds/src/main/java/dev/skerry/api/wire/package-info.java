/** What travels between the operator and a workload; a change here is a change of API. */
package dev.skerry.api.wire;
