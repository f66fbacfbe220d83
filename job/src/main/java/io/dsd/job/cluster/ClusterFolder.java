package io.dsd.job.cluster;

import io.dsd.job.certificate.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;

/**
 * Where a cluster keeps what it needs, and its logs.
 *
 * @param home of the one cluster that this user can have at a time
 */
public record ClusterFolder(Path home) {

  Path state() {
    return home.resolve("state.json");
  }

  /** Held by the command that changes the cluster. */
  Path lock() {
    return home.resolve("lock");
  }

  /** The logs of all processes, also of those that have ended. */
  public Path logs() {
    return home.resolve("logs");
  }

  /** Everything that a process says. */
  public Path log(String process) {
    return logs().resolve(process + ".log");
  }

  /** The configuration directory of a process of Flink. */
  Path configuration(String process) {
    return home.resolve("conf").resolve(process);
  }

  Path tls() {
    return home.resolve("tls");
  }

  /** The certificates that the cluster was started with, if it was. */
  public Optional<Certificates> certificates() {
    return Optional.of(tls()).filter(Files::isDirectory).map(Certificates::new);
  }

  /** What Flink's clients have to be told. */
  public Configuration client() {
    return certificates().map(Certificates::client).orElseGet(Configuration::new);
  }

  /** How a process was started. */
  Path command(String process) {
    return configuration(process).resolve("command.json");
  }

  /** Files of a process that it needs no longer than it lives. */
  Path scratch(String process) {
    return home.resolve("tmp").resolve(process);
  }

  Path data(String what) {
    return home.resolve("data").resolve(what);
  }

  /** Exists once a process can be used. */
  Path ready(String process) {
    return scratch(process).resolve("ready");
  }

  /** A configuration for jobs on this cluster. */
  public Path jobConfiguration() {
    return home.resolve("dsd.yaml");
  }

  /** A configuration for Prometheus, if the cluster tells it anything. */
  public Path prometheus() {
    return home.resolve("prometheus.yml");
  }

  /** Makes the folder, with no logs of former clusters. */
  void make() throws IOException {
    delete(logs());
    Files.createDirectories(logs());
  }

  /** Removes everything but the logs and the lock. */
  void clear() throws IOException {
    if (!Files.isDirectory(home)) {
      return;
    }
    List<Path> entries;
    try (Stream<Path> children = Files.list(home)) {
      entries = children.filter(each -> !each.equals(logs()) && !each.equals(lock())).toList();
    }
    for (Path each : entries) {
      delete(each);
    }
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> below = Files.walk(path)) {
      all = below.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.deleteIfExists(each);
    }
  }
}
