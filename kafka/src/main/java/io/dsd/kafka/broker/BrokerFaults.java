package io.dsd.kafka.broker;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import kafka.server.FaultHandlerFactory;
import org.apache.kafka.server.fault.FaultHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs a broker's faults and keeps the first fatal one, where Kafka's own would end the process.
 */
final class BrokerFaults implements FaultHandlerFactory {

  private static final Logger LOG = LoggerFactory.getLogger(BrokerFaults.class);

  private final AtomicReference<RuntimeException> first = new AtomicReference<>();

  @Override
  public FaultHandler build(String name, boolean fatal, Runnable action) {
    return (message, cause) -> {
      RuntimeException fault = new RuntimeException(name + ": " + message, cause);
      if (fatal) {
        first.compareAndSet(null, fault);
      }
      LOG.error("The embedded Kafka broker met a {} fault", fatal ? "fatal" : "passing", fault);
      action.run();
      return fault;
    };
  }

  Optional<RuntimeException> first() {
    return Optional.ofNullable(first.get());
  }
}
