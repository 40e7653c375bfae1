package dev.skerry.trainer.ingest;

/**
 * What an ingestion does, in order; the weights are how the whole job's percentage is shared out.
 */
public enum Stage {
    FETCH("Fetch", 15),
    PARSE("Parse", 20),
    RESOLVE("Resolve", 5),
    GRAPH("Graph", 2),
    EMBED("Embed", 43),
    PUBLISH("Publish", 15);

    private final String label;
    private final int weight;

    Stage(String label, int weight) {
        this.label = label;
        this.weight = weight;
    }

    /** As status and reports write it. */
    public String label() {
        return label;
    }

    /**
     * Percent of the whole job, 0 to 100, rounded down.
     *
     * @param fraction of this stage, 0 to 1
     */
    public int percent(double fraction) {
        int before = 0;
        for (var stage : values()) {
            if (stage == this) {
                break;
            }
            before += stage.weight;
        }
        return (int) (before + weight * Math.clamp(fraction, 0, 1));
    }
}
