package io.dsd.operator.admission;

/** Who of the waiting sequences is next. */
public enum ServiceOrder {
  /** The one whose record has the oldest timestamp. */
  ARRIVAL,
  /** The one with the least expected work, unless others have waited too long. */
  SHORTEST
}
