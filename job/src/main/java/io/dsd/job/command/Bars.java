package io.dsd.job.command;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress bars of commands, on standard error; the launcher says whether that is a terminal. */
final class Bars {

  private Bars() {}

  /** A bar of so many steps. */
  static ProgressBar of(String task, long steps) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(steps)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(Boolean.getBoolean("dsd.terminal") ? 200 : 5_000)
        .build();
  }
}
