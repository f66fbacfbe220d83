package io.dsd.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The pages in {@code docs/} that are written from the code. */
public final class Documents {

  private Documents() {}

  /**
   * Compares a page with what the code says; {@code -Ddsd.docs.write=true} writes the page first.
   */
  public static void assertSame(String page, String expected) {
    Path file = Path.of("..", "docs", page);
    try {
      if (Boolean.getBoolean("dsd.docs.write")) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, expected);
      }
      assertThat(Files.readString(file))
          .as("docs/%s; to write it anew: mvn test -pl job -am -Ddsd.docs.write=true", page)
          .isEqualTo(expected);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("docs/" + page + " cannot be compared", unreadable);
    }
  }
}
