package io.dsd.job.bench.report;

import java.awt.Color;
import java.util.List;

/**
 * The colours of plots; those of series are told apart by most eyes.
 *
 * @param background of the page
 * @param ink of letters
 * @param grid of lines behind
 * @param modes of the modes, in their order
 * @param parts of the parts of the time, in their order
 */
record Theme(Color background, Color ink, Color grid, List<Color> modes, List<Color> parts) {

  /** On white. */
  static final Theme LIGHT =
      new Theme(
          new Color(0xffffff),
          new Color(0x1f2328),
          new Color(0xe3e6ea),
          colours(0x868e99, 0x0072b2, 0x009e73, 0xd55e00, 0xcc79a7),
          colours(0x0072b2, 0xe69f00, 0x009e73, 0xf0d442, 0xcc79a7, 0x9aa1ab));

  /** On nearly black. */
  static final Theme DARK =
      new Theme(
          new Color(0x14171c),
          new Color(0xdfe3e8),
          new Color(0x30363e),
          colours(0x8b949e, 0x56b4e9, 0x2fbf93, 0xf08a4b, 0xdd9cc4),
          colours(0x3b9bd9, 0xe6a532, 0x2fbf93, 0xe5d352, 0xd48fb8, 0x767d87));

  /** Keeps copies. */
  Theme {
    modes = List.copyOf(modes);
    parts = List.copyOf(parts);
  }

  private static List<Color> colours(Integer... rgb) {
    return List.of(rgb).stream().map(Color::new).toList();
  }

  /** The colour of a mode, by its place. */
  Color mode(int place) {
    return modes.get(place % modes.size());
  }

  /** The colour of a part of the time, by its place. */
  Color part(int place) {
    return parts.get(place % parts.size());
  }
}
