package io.dsd.job.cluster;

/**
 * The ports of the link to a task manager.
 *
 * @param name of the task manager
 * @param open where others connect
 * @param behind where the task manager listens
 * @param probe where the link can be measured
 */
record LinkPorts(String name, int open, int behind, int probe) {

  /** As an argument of a process. */
  String argument() {
    return "%s:%d:%d:%d".formatted(name, open, behind, probe);
  }

  static LinkPorts parse(String argument) {
    String[] parts = argument.split(":", 4);
    return new LinkPorts(
        parts[0],
        Integer.parseInt(parts[1]),
        Integer.parseInt(parts[2]),
        Integer.parseInt(parts[3]));
  }
}
