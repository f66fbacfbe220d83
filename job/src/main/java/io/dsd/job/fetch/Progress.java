package io.dsd.job.fetch;

/** Is told how far a download has come. */
public interface Progress extends AutoCloseable {

  /** Opens the display of one download. */
  interface Factory {

    /** A display that begins at nothing of {@code total} bytes. */
    Progress begin(String task, long total);
  }

  /** So many bytes are here. */
  void at(long bytes);

  /** Ends the display. */
  @Override
  void close();
}
