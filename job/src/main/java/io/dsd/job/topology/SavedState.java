package io.dsd.job.topology;

import io.dsd.job.options.OptionsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** Finds savepoints and checkpoints that were kept. */
public final class SavedState {

  /** A complete one has it, and it is written last. */
  private static final String MARK = "_metadata";

  /** A directory of checkpoints has one per job, and there one per checkpoint. */
  private static final int DEPTH = 3;

  private SavedState() {}

  /**
   * The newest one in or below a directory.
   *
   * @throws OptionsException if there is none that is complete
   */
  public static String newest(String directory) {
    try {
      Path top = new Path(directory);
      FileSystem files = top.getFileSystem();
      List<FileStatus> marks = new ArrayList<>();
      collect(files, top, DEPTH, marks);
      return marks.stream()
          .max(Comparator.comparingLong(FileStatus::getModificationTime))
          .map(mark -> mark.getPath().getParent().toString())
          .orElseThrow(
              () ->
                  new OptionsException(
                      "%s: there is no complete savepoint or checkpoint in it (a directory with %s)"
                          .formatted(directory, MARK)));
    } catch (IOException | IllegalArgumentException unreadable) {
      throw new OptionsException(
          "%s: cannot be read for savepoints and checkpoints: %s"
              .formatted(directory, unreadable.getMessage()));
    }
  }

  private static void collect(FileSystem files, Path at, int depth, List<FileStatus> marks)
      throws IOException {
    FileStatus[] entries = files.listStatus(at);
    if (entries == null) {
      throw new IOException("it does not exist");
    }
    for (FileStatus entry : entries) {
      if (entry.getPath().getName().equals(MARK)) {
        marks.add(entry);
      } else if (entry.isDir() && depth > 0) {
        collect(files, entry.getPath(), depth - 1, marks);
      }
    }
  }
}
