package io.dsd.job.options;

import io.dsd.message.round.ComputeType;
import io.dsd.message.round.RowType;

/** In what form hidden states travel. */
public enum RowForm {
  /** As they were computed. */
  DTYPE,
  /** Rounded to 8 bits. */
  INT8;

  /** The rows of a job that computes in {@code dtype}. */
  public RowType of(ComputeType dtype) {
    return switch (this) {
      case DTYPE -> RowType.of(dtype);
      case INT8 -> RowType.INT8;
    };
  }
}
