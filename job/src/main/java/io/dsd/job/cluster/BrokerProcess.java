package io.dsd.job.cluster;

import io.dsd.kafka.broker.EmbeddedBroker;
import io.dsd.kafka.broker.Listener;
import io.dsd.kafka.option.RecordLimit;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A Kafka broker as a process: {@code DIRECTORY PORT READY-FILE [LISTENER-FILE]}. */
public final class BrokerProcess {

  private BrokerProcess() {}

  /** Runs until the process is asked to end. */
  public static void main(String[] arguments) throws Exception {
    // secrets come in a file: everyone sees the arguments of a process
    Listener listener =
        arguments.length > 3 ? Listener.read(Path.of(arguments[3])) : Listener.plaintext();
    EmbeddedBroker broker =
        EmbeddedBroker.start(
            Path.of(arguments[0]),
            RecordLimit.standard(),
            Integer.parseInt(arguments[1]),
            listener);
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
    ReadyFile.write(Path.of(arguments[2]), broker.bootstrapServers());
    new CountDownLatch(1).await();
  }
}
