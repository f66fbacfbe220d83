package io.dsd.job.options;

/** What decides how much a block drafts. */
public enum DraftPolicy {
  /** The settings. */
  FIXED,
  /** What rounds brought and took so far, within the settings. */
  MEASURED
}
