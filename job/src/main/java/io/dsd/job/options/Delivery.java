package io.dsd.job.options;

import org.apache.flink.connector.base.DeliveryGuarantee;

/** How often a completion can come. */
public enum Delivery {
  /** Once for a consumer that reads committed records. */
  EXACTLY_ONCE(DeliveryGuarantee.EXACTLY_ONCE),
  /** Once, and again after a failure; without the wait for a checkpoint. */
  AT_LEAST_ONCE(DeliveryGuarantee.AT_LEAST_ONCE);

  private final DeliveryGuarantee guarantee;

  Delivery(DeliveryGuarantee guarantee) {
    this.guarantee = guarantee;
  }

  /** Flink's word for it. */
  public DeliveryGuarantee guarantee() {
    return guarantee;
  }
}
