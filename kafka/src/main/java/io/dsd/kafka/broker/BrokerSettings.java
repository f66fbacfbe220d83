package io.dsd.kafka.broker;

import io.dsd.kafka.option.RecordLimit;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The settings of a broker that is its own controller, alone in its cluster, on loopback only. */
final class BrokerSettings {

  static final int NODE = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private BrokerSettings() {}

  static Map<String, String> of(Path directory, RecordLimit limit, int port, Listener listener) {
    Map<String, String> settings = new HashMap<>(listener.settings());
    String clients = listener.protocol().name;
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(NODE));
    // port 0: the kernel chooses, so no other process can take the port in between
    settings.put(
        "listeners",
        clients + "://127.0.0.1:" + port + "," + CONTROLLER_LISTENER + "://127.0.0.1:0");
    settings.put("inter.broker.listener.name", clients);
    settings.put("controller.listener.names", CONTROLLER_LISTENER);
    settings.put(
        "listener.security.protocol.map",
        clients + ":" + clients + "," + CONTROLLER_LISTENER + ":PLAINTEXT");
    // a placeholder until the controller has its port
    settings.put("controller.quorum.voters", NODE + "@0.0.0.0:0");
    settings.put("log.dirs", directory.toString());

    settings.put("auto.create.topics.enable", "false");
    settings.put("default.replication.factor", "1");
    settings.put("min.insync.replicas", "1");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "1");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("share.coordinator.state.topic.num.partitions", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");

    settings.put("message.max.bytes", Integer.toString(limit.wireBytes()));
    settings.put("replica.fetch.max.bytes", Integer.toString(limit.wireBytes()));

    // small: it shares the JVM, its two or more cores and its heap with everything else
    settings.put("num.network.threads", "1");
    settings.put("num.io.threads", "2");
    settings.put("background.threads", "2");
    settings.put("num.recovery.threads.per.data.dir", "1");
    settings.put("log.cleaner.dedupe.buffer.size", "2097152");
    settings.put("log.cleaner.io.buffer.size", "65536");
    return settings;
  }
}
