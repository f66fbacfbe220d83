package io.dsd.job.cluster;

import java.util.List;

/**
 * A Java process of a cluster, as it is to be started.
 *
 * @param name of the process, its log and its folders
 * @param classPath where its classes are
 * @param options of Java
 * @param command the main class and its arguments
 * @param variables of its environment, besides those of this process, as {@code NAME=VALUE}
 */
record JavaProcess(
    String name,
    String classPath,
    List<String> options,
    List<String> command,
    List<String> variables) {

  /** A process that has the environment of this one. */
  JavaProcess(String name, String classPath, List<String> options, List<String> command) {
    this(name, classPath, options, command, List.of());
  }
}
