package io.dsd.job.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.job.bench.loop.LoopPoint;
import io.dsd.job.bench.result.LoadPoint;
import io.dsd.job.bench.result.ResultFiles;
import io.dsd.job.bench.result.Stored;
import io.dsd.job.bench.result.WanRow;
import io.dsd.job.bench.result.WanSummary;
import io.dsd.job.bench.slice.SlicePoint;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  private static final Pattern SOURCE = Pattern.compile("(src|srcset|href)=\"([^\"]{0,40})");

  @TempDir private Path directory;

  private final WanSummary wan = WanSummary.of(Stored.wan());

  @Test
  void thePageNeedsNothingBesidesItself() {
    String page = page();
    assertThat(page).doesNotContain("http:", "https:", "<script", "<link", "@import", "url(");
    assertThat(SOURCE.matcher(page).results())
        .isNotEmpty()
        .allMatch(found -> found.group(2).startsWith("data:image/png;base64"));
  }

  @Test
  void thePageIsTheSameForTheSameResults() {
    assertThat(page()).isEqualTo(page());
  }

  @Test
  void everyNumberOfTheSummaryIsOnThePageAndOnTheTerminal() {
    String page = page();
    String table = WanTable.text(wan);
    for (WanRow row : wan.rows()) {
      assertThat(page)
          .contains(
              "<td>" + Numbers.two(row.median()) + "</td>",
              "<td>" + Numbers.two(row.ratio().orElseThrow().value()) + "</td>",
              "<td>" + Numbers.range(row.ratio().orElseThrow()) + "</td>",
              "<td>" + Numbers.two(row.acceptanceLength()) + "</td>",
              "<td>" + Numbers.two(row.limit()) + "</td>",
              "<td>" + Numbers.equal(row.comparison().orElseThrow()) + "</td>",
              "<td>" + Numbers.gap(row.likelihoodGap().orElseThrow()) + "</td>");
      assertThat(table)
          .contains(
              Numbers.two(row.median()),
              Numbers.range(row.ratio().orElseThrow()),
              Numbers.percent(row.limitShare()));
    }
    for (LoadPoint point : Stored.load().points()) {
      assertThat(page).contains("<td>" + Numbers.two(point.throughput()) + "</td>");
      assertThat(LoadTable.text(Stored.load())).contains(Numbers.two(point.throughput()));
    }
    for (SlicePoint point : Stored.slice().points()) {
      assertThat(page)
          .contains(
              "<td>" + point.millis().text("%.1f") + "</td>",
              "<td>" + Numbers.two(point.ratio()) + "</td>");
    }
    for (LoopPoint point : Stored.loop().points()) {
      assertThat(page)
          .contains(
              "<td>" + Numbers.three(point.medianMillis()) + "</td>",
              "<td>" + Numbers.three(point.ringP99Millis()) + "</td>");
    }
    assertThat(page).contains("full differs in 1 of 6, first at token 8.");
  }

  @Test
  void whatUsersTypeIsTextOnThePage() {
    assertThat(Html.text("<script>\"&\"")).isEqualTo("&lt;script&gt;&quot;&amp;&quot;");
  }

  @Test
  void theFilesAreAPageAndPicturesOfTheMainPlots() throws Exception {
    ResultFiles files = new ResultFiles(directory);
    files.write(files.wan(), Stored.wan());
    files.write(files.load(), Stored.load());
    files.write(files.trace(), Stored.trace());
    files.write(files.slice(), Stored.slice());
    files.write(files.loop(), Stored.loop());
    assertThat(new Report(files).write()).isEqualTo("report: " + files.report());
    assertThat(Files.readString(files.report())).isEqualTo(page());
    for (String plot : new String[] {"wan", "load", "trace", "slice", "loop"}) {
      BufferedImage image = ImageIO.read(files.picture(plot).toFile());
      assertThat(image.getWidth()).isEqualTo(2 * Plot.WIDTH);
      assertThat(image.getRGB(1, 1)).isEqualTo(Theme.LIGHT.background().getRGB());
    }
  }

  /** The bar of a mode is there in its colour. */
  @Test
  void thePlotShowsEveryMode() throws Exception {
    byte[] png = new SpeedPlot(wan).png(Theme.DARK);
    BufferedImage image = ImageIO.read(new java.io.ByteArrayInputStream(png));
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    for (int mode = 0; mode < 3; mode++) {
      int colour = Theme.DARK.mode(mode).getRGB();
      assertThat(java.util.Arrays.stream(pixels).filter(pixel -> pixel == colour).count())
          .isGreaterThan(1000);
    }
  }

  private String page() {
    return Report.page(
        new Measured(
            Optional.of(wan),
            Optional.of(Stored.load()),
            Optional.of(Stored.trace()),
            Optional.of(Stored.slice()),
            Optional.of(Stored.loop())));
  }
}
