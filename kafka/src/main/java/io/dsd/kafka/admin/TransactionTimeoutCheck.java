package io.dsd.kafka.admin;

import io.dsd.kafka.option.KafkaOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Checks before the job starts that the broker allows the transaction timeout; found out later, it
 * would be a restart loop.
 */
public final class TransactionTimeoutCheck {

  private static final String MAXIMUM = "transaction.max.timeout.ms";

  private final BrokerAdmin admin;

  /** Works through {@code admin}, which stays the caller's to close. */
  public TransactionTimeoutCheck(BrokerAdmin admin) {
    this.admin = admin;
  }

  /**
   * Returns if {@code options} ask for no transactions, or for a timeout that every broker allows
   * that tells.
   *
   * @throws AdminException otherwise, or if the brokers do not answer
   */
  public void verify(KafkaOptions options) {
    if (options.guarantee() != DeliveryGuarantee.EXACTLY_ONCE) {
      return;
    }
    for (Node node : admin.await("listing the brokers", admin.client().describeCluster().nodes())) {
      ConfigResource broker =
          new ConfigResource(ConfigResource.Type.BROKER, Integer.toString(node.id()));
      admin
          .settings("reading " + MAXIMUM + " of broker " + node.id(), broker)
          .map(config -> config.get(MAXIMUM))
          .map(ConfigEntry::value)
          .ifPresent(
              value ->
                  compare(options.transactionTimeout().toMillis(), Long.parseLong(value), node));
    }
  }

  private static void compare(long wanted, long allowed, Node node) {
    if (wanted > allowed) {
      throw new AdminException(
          "the transaction timeout is %d ms, but broker %d allows at most %d ms (its %s): lower the timeout to at most %d ms, or raise the broker's maximum"
              .formatted(wanted, node.id(), allowed, MAXIMUM, allowed));
    }
  }
}
