package io.dsd.model.gguf;

import java.util.List;

/** A value of a GGUF file's metadata. */
sealed interface GgufValue {

  /** A string. */
  record Text(String value) implements GgufValue {}

  /** An integer of any width; unsigned 64-bit ones above the range of long come out negative. */
  record Whole(long value) implements GgufValue {}

  /** A floating-point number. */
  record Real(double value) implements GgufValue {}

  /** A truth value. */
  record Flag(boolean value) implements GgufValue {}

  /** Values of one type. */
  record Array(List<GgufValue> values) implements GgufValue {

    /** Copies the values. */
    public Array {
      values = List.copyOf(values);
    }
  }
}
