package io.dsd.job.bench.report;

import io.dsd.job.bench.BenchException;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** What plots are labelled with. */
public final class Fonts {

  private Fonts() {}

  /**
   * Checks, before anything is measured, that letters can be drawn; a screen is not needed.
   *
   * @throws BenchException saying what to install
   */
  public static void require() {
    System.setProperty("java.awt.headless", "true");
    try {
      Graphics2D canvas = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
      canvas.getFontMetrics(new Font(Font.SANS_SERIF, Font.PLAIN, 12)).stringWidth("dsd");
      canvas.dispose();
    } catch (LinkageError | RuntimeException | InternalError none) {
      throw new BenchException(
          "there are no fonts to label plots with (%s); install some (Debian and Ubuntu: apt install fontconfig fonts-dejavu-core)"
              .formatted(none.getMessage()),
          none);
    }
  }
}
