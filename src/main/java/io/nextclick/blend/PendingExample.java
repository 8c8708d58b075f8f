package io.nextclick.blend;

/** Of a person whose next step a blend is to learn from: the newest list and the one before. */
final class PendingExample {
    /** Of the newest list. */
    TrainingExample example = new TrainingExample();

    /** Of the list that the person's last step was learnt from. */
    TrainingExample before = new TrainingExample();

    boolean hasBefore;

    /** Where the person went from that list. */
    String wentBefore = "";

    String policyKey = "";
    long atMillis;
    double later;

    /** True if the step after the newest list was learnt. */
    boolean learnt;

    /** The newest list becomes the one before. */
    void step(String went) {
        TrainingExample last = example;
        example = before;
        before = last;
        hasBefore = true;
        wentBefore = went;
        learnt = true;
    }

    void clear() {
        example.clear();
        before.clear();
        hasBefore = false;
        learnt = false;
    }
}
