package io.dsd.job.bench.report;

import io.dsd.job.bench.BenchException;
import io.dsd.job.bench.result.ResultFiles;
import io.dsd.job.bench.result.WanSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * The report of everything that has been measured into one folder: a page that needs nothing
 * besides itself, and pictures of the main plots.
 *
 * @param files the folder
 */
public record Report(ResultFiles files) {

  private static final String STYLE =
      """
      :root { --page: #ffffff; --ink: #1f2328; --soft: #59636e; --line: #d9dee3; }
      @media (prefers-color-scheme: dark) {
        :root { --page: #14171c; --ink: #dfe3e8; --soft: #99a2ac; --line: #30363e; }
      }
      * { box-sizing: border-box; }
      body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 60rem; background: var(--page);
        color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
      h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .5rem; }
      h2 { font-size: 1.3rem; margin: 2.5rem 0 .5rem; }
      h3 { font-size: 1rem; margin: 2rem 0 .5rem; }
      p { max-width: 46rem; margin: .5rem 0; }
      figure { margin: 1.25rem 0; }
      img { display: block; max-width: 100%; height: auto; }
      figcaption { color: var(--soft); font-size: .875rem; max-width: 46rem; }
      .wide { overflow-x: auto; margin: 1rem 0; }
      table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
      th, td { padding: .25rem .75rem .25rem 0; text-align: right; white-space: nowrap;
        border-bottom: 1px solid var(--line); }
      th { font-weight: 600; color: var(--soft); vertical-align: bottom; white-space: normal; }
      tr.first td { border-top: 1px solid var(--soft); }
      .text { text-align: left; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem;
        font-size: .875rem; }
      dt { color: var(--soft); }
      dd { margin: 0; overflow-wrap: anywhere; }
      """;

  /**
   * Writes it.
   *
   * @return a line for people that says where it is
   * @throws BenchException if there are no results, or a file there holds something else
   */
  public String write() throws IOException {
    Measured measured = Measured.in(files);
    if (measured.isNothing()) {
      throw new BenchException(
          "--out: there are no results in %s; `dsd bench wan`, `load`, `slice` and `loop` leave some"
              .formatted(files.folder()));
    }
    Files.writeString(files.report(), page(measured));
    draw("wan", measured.wan().filter(WanSummary::isCompared).map(SpeedPlot::new));
    draw("load", measured.load().map(LoadPlot::new));
    draw("trace", measured.trace().map(TracePlot::new));
    draw("slice", measured.slice().map(SlicePlot::of));
    draw("loop", measured.loop().map(LoopPlot::of));
    return "report: " + files.report();
  }

  private void draw(String name, Optional<? extends Plot> plot) throws IOException {
    if (plot.isPresent()) {
      Files.write(files.picture(name), plot.get().png(Theme.LIGHT));
    }
  }

  /** The page. */
  static String page(Measured measured) {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>dsd: measured</title>
    <style>
    %s</style>
    </head>
    <body>
    <h1>dsd: measured</h1>
    %s%s%s%s%s</body>
    </html>
    """
        .formatted(
            STYLE,
            measured.wan().map(summary -> new WanSection(summary).html()).orElse(""),
            measured.load().map(results -> new LoadSection(results).html()).orElse(""),
            measured.trace().map(TraceSection::html).orElse(""),
            measured.slice().map(SliceSection::html).orElse(""),
            measured.loop().map(LoopSection::html).orElse(""));
  }
}
