package io.dsd.job.fetch;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on standard error; the launcher says whether that is a terminal. */
public final class BarProgress implements Progress {

  private final ProgressBar bar;

  private BarProgress(ProgressBar bar) {
    this.bar = bar;
  }

  /** A bar of megabytes. */
  public static Progress begin(String task, long total) {
    return new BarProgress(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(total)
            .setUnit(" MB", 1_000_000)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(Boolean.getBoolean("dsd.terminal") ? 200 : 5_000)
            .showSpeed()
            .build());
  }

  @Override
  public void at(long bytes) {
    bar.stepTo(Math.min(bytes, bar.getMax()));
  }

  @Override
  public void close() {
    bar.close();
  }
}
