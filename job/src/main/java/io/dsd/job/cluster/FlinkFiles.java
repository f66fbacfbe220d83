package io.dsd.job.cluster;

import io.dsd.job.certificate.Certificates;
import io.dsd.job.certificate.OwnerOnly;
import io.dsd.network.CreditShuffleFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.MemorySize;

/**
 * Writes {@code config.yaml} of Flink's processes.
 *
 * @param folder of the cluster
 * @param plan what the cluster consists of
 * @param rpcPort of the job manager
 * @param restPort of the job manager
 * @param coordinatorPort of what knows who leads
 */
record FlinkFiles(
    ClusterFolder folder, ClusterPlan plan, int rpcPort, int restPort, int coordinatorPort) {

  static final int FRAMEWORK_HEAP_MEBIBYTES = 128;
  private static final int NETWORK_SEGMENTS = 96;

  /** What a slot has: what slot sharing groups ask for when slices are pinned. */
  static final MemorySize TASK_HEAP = MemorySize.ofMebiBytes(384);

  Path jobManager(String name) throws IOException {
    return write(name, common(name) + plan.metrics().jobManager());
  }

  /**
   * The configuration of a task manager.
   *
   * @param dataPort where others connect, and {@code bindPort} where it listens; 0 for both if
   *     there is no link in between
   */
  Path taskManager(String name, int dataPort, int bindPort) throws IOException {
    StringBuilder text = new StringBuilder(common(name));
    text.append(
        """
        taskmanager.resource-id: %s
        taskmanager.host: 127.0.0.1
        taskmanager.bind-host: 127.0.0.1
        taskmanager.numberOfTaskSlots: %d
        taskmanager.cpu.cores: %d
        taskmanager.memory.framework.heap.size: %dm
        taskmanager.memory.framework.off-heap.size: 128m
        taskmanager.memory.task.heap.size: %s
        taskmanager.memory.task.off-heap.size: 0m
        taskmanager.memory.managed.size: 0m
        taskmanager.memory.network.min: %s
        taskmanager.memory.network.max: %s
        taskmanager.memory.jvm-metaspace.size: 256m
        taskmanager.memory.jvm-overhead.min: 64m
        taskmanager.memory.jvm-overhead.max: 64m
        """
            .formatted(
                name,
                plan.taskManagers().parallelism(),
                cpuCores(name),
                FRAMEWORK_HEAP_MEBIBYTES,
                bytes(taskHeap(name)),
                bytes(network()),
                bytes(network())));
    if (bindPort != 0) {
      text.append("taskmanager.data.port: %d%n".formatted(dataPort));
      text.append("taskmanager.data.bind-port: %d%n".formatted(bindPort));
    }
    List<String> resources = plan.taskManagers().resources(name);
    List<String> declared = new ArrayList<>(resources);
    if (TaskManagers.isSpare(name)) {
      declared.add(Standby.RESOURCE);
    }
    text.append("external-resources: %s%n".formatted(String.join(";", declared)));
    for (String resource : resources) {
      text.append(
          "external-resource.%s.amount: %d%n"
              .formatted(resource, plan.taskManagers().parallelism()));
    }
    if (TaskManagers.isSpare(name)) {
      text.append("external-resource.%s.amount: 1%n".formatted(Standby.RESOURCE));
    }
    text.append(plan.metrics().taskManager(plan.taskManagers().names().indexOf(name)));
    return write(name, text.toString());
  }

  private int cpuCores(String name) {
    int parallelism = plan.taskManagers().parallelism();
    return TaskManagers.isSpare(name) ? parallelism + Standby.cpuCores(parallelism) : parallelism;
  }

  /** The heap of the tasks of a task manager. */
  MemorySize taskHeap(String name) {
    MemorySize slices = TASK_HEAP.multiply(plan.taskManagers().parallelism());
    return TaskManagers.isSpare(name) ? slices.add(Standby.TASK_HEAP) : slices;
  }

  /** The network memory of one task manager. */
  MemorySize network() {
    long least = MemorySize.ofMebiBytes(64).getBytes();
    long parallelism = plan.taskManagers().parallelism();
    return new MemorySize(
        Math.max(least, NETWORK_SEGMENTS * parallelism * plan.segment().getBytes()));
  }

  private String common(String name) {
    return """
    jobmanager.rpc.address: 127.0.0.1
    jobmanager.rpc.port: %d
    jobmanager.bind-host: 127.0.0.1
    rest.address: 127.0.0.1
    rest.bind-address: 127.0.0.1
    rest.port: %d
    jobmanager.memory.process.size: 1g
    # all processes start at once on one machine, which may be busy: TLS makes it slower still
    pekko.startup-timeout: 60s
    heartbeat.interval: 500
    heartbeat.timeout: 10000
    heartbeat.rpc-failure-threshold: 2
    # nobody would start a task manager again that has given up a job manager that is away
    taskmanager.registration.timeout: 1 h
    # whoever is used least comes first: the task manager of a slice before a spare (see Standby)
    taskmanager.load-balance.mode: SLOTS
    # Flink 2.2 keeps a connection for later jobs even if it was closed as soon as it was accepted,
    # which a relay in front of a dead process does; each restart would fail on it
    taskmanager.network.tcp-connection.enable-reuse-across-jobs: false
    # so that `dsd status` is never older
    metrics.fetcher.update-interval: 1000
    shuffle-service-factory.class: %s
    taskmanager.memory.segment-size: %s
    execution.checkpointing.storage: filesystem
    execution.checkpointing.dir: %s
    io.tmp.dirs: %s
    web.tmpdir: %s
    """
            .formatted(
                rpcPort,
                restPort,
                CreditShuffleFactory.class.getName(),
                bytes(plan.segment()),
                folder.data("checkpoints").toUri(),
                folder.scratch(name),
                folder.scratch(name))
        + Coordinator.settings(folder, coordinatorPort, rpcPort);
  }

  private Path write(String name, String text) throws IOException {
    Path directory = Files.createDirectories(folder.configuration(name));
    Optional<Certificates> certificates = folder.certificates();
    String tls = certificates.isPresent() ? certificates.get().clusterLines() : "";
    OwnerOnly.write(directory.resolve("config.yaml"), text + tls);
    return directory;
  }

  private static String bytes(MemorySize size) {
    return size.getBytes() + "b";
  }
}
