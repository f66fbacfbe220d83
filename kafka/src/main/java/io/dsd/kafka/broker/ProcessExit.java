package io.dsd.kafka.broker;

import org.apache.kafka.common.utils.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Kafka from ending this process while a broker runs inside it: a broker that loses its disk
 * calls for {@code halt}, which here ends the calling thread only.
 */
final class ProcessExit {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessExit.class);

  private static int brokers;

  private ProcessExit() {}

  static synchronized void forbid() {
    if (brokers++ == 0) {
      Exit.setExitProcedure(ProcessExit::refuse);
      Exit.setHaltProcedure(ProcessExit::refuse);
    }
  }

  static synchronized void allow() {
    if (--brokers == 0) {
      Exit.resetExitProcedure();
      Exit.resetHaltProcedure();
    }
  }

  private static void refuse(int status, String message) {
    IllegalStateException refused =
        new IllegalStateException(
            "the embedded Kafka broker asked to end the process with status "
                + status
                + (message == null ? "" : ": " + message));
    LOG.error("The embedded Kafka broker gave up", refused);
    throw refused;
  }
}
