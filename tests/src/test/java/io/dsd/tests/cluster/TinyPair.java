package io.dsd.tests.cluster;

import java.nio.file.Path;

/**
 * The tiny target that was trained, and its draft: guesses that are right as often as real ones.
 */
public final class TinyPair {

  private static final Path HOME = Path.of("../drafts/tiny").toAbsolutePath().normalize();

  private TinyPair() {}

  /** A Llama of four layers in a Hugging Face directory. */
  public static String target() {
    return HOME.resolve("model").toString();
  }

  /** Its draft, in EAGLE-3's layout. */
  public static String draft() {
    return HOME.toString();
  }
}
