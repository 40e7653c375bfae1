package dev.skerry.local.controlplane;

/** A process of the control plane, in the order of starting; stopping is the reverse. */
public enum Component {
    ETCD(Binary.ETCD),
    KUBE_APISERVER(Binary.KUBE_APISERVER),
    KUBE_CONTROLLER_MANAGER(Binary.KUBE_CONTROLLER_MANAGER),
    KUBE_SCHEDULER(Binary.KUBE_SCHEDULER);

    private final Binary binary;

    Component(Binary binary) {
        this.binary = binary;
    }

    public Binary binary() {
        return binary;
    }

    /** The name of its process, log and certificate. */
    public String processName() {
        return binary.fileName();
    }
}
