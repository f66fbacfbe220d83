package io.dsd.kafka.broker;

import io.dsd.kafka.option.RecordLimit;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real KRaft broker inside this JVM: broker and controller of a cluster of one, on loopback ports
 * that the kernel chooses, or a client port that the caller does.
 *
 * <p>These are the parts of {@link KafkaRaftServer}, put together the way Kafka's own {@code
 * KafkaClusterTestKit} does it, because {@code KafkaRaftServer} needs its ports beforehand and ends
 * the process on a fault.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

  private final ControllerServer controller;
  private final BrokerServer broker;
  private final DirectoryLock lock;
  private final ListenerName listener;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedBroker(
      ControllerServer controller, BrokerServer broker, DirectoryLock lock, Listener listener) {
    this.controller = controller;
    this.broker = broker;
    this.lock = lock;
    this.listener = ListenerName.normalised(listener.protocol().name);
  }

  /**
   * Starts a broker and returns when it serves clients.
   *
   * @param directory holds the data; made and formatted if it is new, else its topics are there
   *     again
   * @param limit the largest record
   * @throws BrokerException if it cannot start, saying why
   */
  public static EmbeddedBroker start(Path directory, RecordLimit limit) {
    return start(directory, limit, 0);
  }

  /**
   * The same on a port of the caller's choice, where clients find it again after a restart.
   *
   * @param port where clients connect; 0 for one that the kernel chooses
   * @throws BrokerException if it cannot start, saying why
   */
  public static EmbeddedBroker start(Path directory, RecordLimit limit, int port) {
    return start(directory, limit, port, Listener.plaintext());
  }

  /**
   * The same, and clients connect as {@code listener} says.
   *
   * @throws BrokerException if it cannot start, saying why
   */
  public static EmbeddedBroker start(
      Path directory, RecordLimit limit, int port, Listener listener) {
    ProcessExit.forbid();
    BrokerFaults faults = new BrokerFaults();
    try {
      Path data = directory.toAbsolutePath().normalize();
      Files.createDirectories(data);
      DirectoryLock lock = DirectoryLock.take(data);
      try {
        EmbeddedBroker started = assemble(data, limit, port, listener, faults, lock);
        started.startup();
        return started;
      } catch (Exception failure) {
        try (lock) {
          throw failure;
        }
      }
    } catch (Exception failure) {
      ProcessExit.allow();
      Throwable reason = faults.first().map(Throwable.class::cast).orElse(failure);
      throw new BrokerException(
          "the embedded Kafka broker could not start in %s: %s"
              .formatted(directory, innermost(reason)),
          failure);
    }
  }

  /** Where clients connect, {@code host:port}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + broker.boundPort(listener);
  }

  /** Shuts the broker down and waits until it is; the data stays. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try (lock) {
        shutdown();
      } catch (IOException notReleased) {
        throw new UncheckedIOException(notReleased);
      } finally {
        ProcessExit.allow();
      }
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // both outcomes are passed on to voters
  private static EmbeddedBroker assemble(
      Path directory,
      RecordLimit limit,
      int port,
      Listener listener,
      BrokerFaults faults,
      DirectoryLock lock)
      throws Exception {
    KafkaConfig config =
        new KafkaConfig(BrokerSettings.of(directory, limit, port, listener), false);
    if (!Files.exists(directory.resolve("meta.properties"))) {
      format(directory);
    }
    var initialised = KafkaRaftServer.initializeLogDirs(config, LOG, "[embedded broker] ");
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    CompletableFuture<Map<Integer, InetSocketAddress>> voters = new CompletableFuture<>();
    SharedServer shared =
        new SharedServer(
            config,
            initialised._1(),
            Time.SYSTEM,
            new Metrics(),
            voters,
            List.of(),
            faults,
            ServerSocketFactory.INSTANCE);
    ControllerServer controller =
        new ControllerServer(shared, KafkaRaftServer.configSchema(), initialised._2());
    controller
        .socketServerFirstBoundPortFuture()
        .whenComplete(
            (bound, failure) -> {
              if (failure != null) {
                voters.completeExceptionally(failure);
              } else {
                voters.complete(
                    Map.of(BrokerSettings.NODE, new InetSocketAddress(loopback, bound)));
              }
            });
    return new EmbeddedBroker(controller, new BrokerServer(shared), lock, listener);
  }

  private static void format(Path directory) throws Exception {
    try (PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(silent)
          .setNodeId(BrokerSettings.NODE)
          .setClusterId(Uuid.randomUuid().toString())
          .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
          .setMetadataLogDirectory(directory.toString())
          .addDirectory(directory.toString())
          .run();
    }
  }

  private void startup() throws IOException {
    try {
      controller.startup();
      broker.startup();
    } catch (Exception failure) {
      try {
        shutdown();
      } catch (RuntimeException second) {
        failure.addSuppressed(second);
      }
      throw failure;
    }
  }

  private void shutdown() {
    // the broker first: it tells the controller that it goes
    try {
      broker.shutdown();
      broker.awaitShutdown();
    } finally {
      controller.shutdown();
      controller.awaitShutdown();
    }
  }

  private static String innermost(Throwable failure) {
    Throwable at = failure;
    while (at.getCause() != null && at.getCause() != at) {
      at = at.getCause();
    }
    return at.getMessage() == null ? at.toString() : at.getMessage();
  }
}
