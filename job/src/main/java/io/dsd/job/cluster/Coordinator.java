package io.dsd.job.cluster;

import io.dsd.job.link.Loopback;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer;

/**
 * The process that knows who leads, and which jobs there are: a ZooKeeper of one, from Flink's own
 * artifacts. With it a job manager that is started again finds its jobs and their latest
 * checkpoints.
 */
final class Coordinator {

  static final String NAME = "coordinator";
  static final String PORT = "zookeeper";

  private static final int PATIENCE_MILLIS = 1_000;

  private Coordinator() {}

  /** The command of the process, whose configuration this writes. */
  static List<String> command(ClusterFolder folder, int port) throws IOException {
    Path directory = Files.createDirectories(folder.configuration(NAME));
    Path file =
        Files.writeString(
            directory.resolve("zoo.cfg"),
            """
            clientPort=%d
            clientPortAddress=127.0.0.1
            dataDir=%s
            # sessions may be 2 to 20 ticks long
            tickTime=1000
            maxClientCnxns=0
            admin.enableServer=false
            """
                .formatted(port, folder.data(NAME)));
    return List.of(
        FlinkZooKeeperQuorumPeer.class.getName(),
        "--zkConfigFile",
        file.toString(),
        "--peerId",
        "1");
  }

  /** What Flink's processes are told of it. */
  static String settings(ClusterFolder folder, int port, int rpcPort) {
    return """
    # who leads and which jobs there are is kept where a job manager that starts again finds it
    high-availability.type: zookeeper
    high-availability.zookeeper.quorum: 127.0.0.1:%d
    high-availability.storageDir: %s
    high-availability.jobmanager.port: %d
    # how long a job manager that is gone still counts as the leader, and a task manager may
    # stand still before it takes the job manager for gone
    high-availability.zookeeper.client.session-timeout: 10s
    high-availability.zookeeper.client.connection-timeout: 4s
    high-availability.zookeeper.client.retry-wait: 500ms
    high-availability.zookeeper.client.max-retry-attempts: 60
    # a coordinator that is away for a moment is no reason to stop what runs
    high-availability.zookeeper.client.tolerate-suspended-connections: true
    """
        .formatted(port, folder.data("recovery").toUri(), rpcPort);
  }

  /** Whether somebody takes connections. */
  static boolean answers(int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(Loopback.at(port), PATIENCE_MILLIS);
      return true;
    }
  }
}
