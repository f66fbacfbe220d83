package io.dsd.job.bench.report;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** A picture of numbers, which can be drawn in either theme. */
@FunctionalInterface
interface Plot {

  /** The width on a page, in its pixels. */
  int WIDTH = 860;

  /** The height on a page, in its pixels. */
  int HEIGHT = 420;

  /** Pixels of a picture for one of a page. */
  int SHARPNESS = 2;

  /** The chart. */
  Chart<?, ?> chart(Theme theme);

  /** The picture as PNG. */
  default byte[] png(Theme theme) {
    BufferedImage image =
        new BufferedImage(SHARPNESS * WIDTH, SHARPNESS * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    canvas.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    canvas.scale(SHARPNESS, SHARPNESS);
    chart(theme).paint(canvas, WIDTH, HEIGHT);
    canvas.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /** Gives a chart the looks of a theme. */
  static void dress(AxesChartStyler style, Theme theme) {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    style.setBaseFont(font);
    style.setChartBackgroundColor(theme.background());
    style.setChartFontColor(theme.ink());
    style.setPlotBackgroundColor(theme.background());
    style.setPlotBorderVisible(false);
    style.setLegendBackgroundColor(theme.background());
    style.setLegendBorderColor(theme.background());
    style.setLegendPosition(LegendPosition.OutsideS);
    style.setLegendLayout(LegendLayout.Horizontal);
    style.setLegendFont(font);
    style.setAxisTitleFont(font);
    style.setAxisTickLabelsFont(font);
    style.setAxisTickLabelsColor(theme.ink());
    style.setAxisTickMarksColor(theme.grid());
    style.setAxisTicksLineVisible(false);
    style.setAxisTickMarkLength(0);
    style.setPlotGridLinesColor(theme.grid());
    style.setPlotGridLinesStroke(new BasicStroke(1));
    style.setPlotGridVerticalLinesVisible(false);
    style.setAnnotationTextFont(font);
    style.setAnnotationTextFontColor(theme.ink());
    style.setChartTitleVisible(false);
    style.setChartPadding(12);
    style.setAntiAlias(true);
  }
}
