package io.dsd.job.fetch;

/** Is told how far a download has come. */
public interface Progress extends AutoCloseable {

  /** Opens the display of one download. */
  interface Factory {

    /** A display that begins at nothing of {@code total} bytes. */
    Progress begin(String task, long total);

    /** Shows nothing. */
    static Factory silent() {
      return (task, total) ->
          new Progress() {
            @Override
            public void at(long bytes) {}

            @Override
            public void close() {}
          };
    }
  }

  /** So many bytes are here. */
  void at(long bytes);

  /** Ends the display. */
  @Override
  void close();
}
