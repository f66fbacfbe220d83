package io.dsd.job.bench.report;

import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** Pieces of a page that needs nothing besides itself. */
final class Html {

  private Html() {}

  /** Text that means itself. */
  static String text(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** A table; a cell that begins with a letter is to the left, numbers are to the right. */
  static String table(List<String> headings, List<List<String>> rows) {
    StringBuilder body = new StringBuilder();
    String group = "";
    for (List<String> row : rows) {
      boolean begins = isText(row.get(0)) && !row.get(0).equals(group);
      group = row.get(0);
      body.append(begins ? "<tr class=\"first\">" : "<tr>");
      row.forEach(cell -> body.append(cell("td", cell)));
      body.append("</tr>\n");
    }
    StringBuilder head = new StringBuilder("<tr>");
    for (int column = 0; column < headings.size(); column++) {
      int place = column;
      boolean isText = rows.stream().anyMatch(row -> isText(row.get(place)));
      head.append(isText ? "<th class=\"text\">" : "<th>")
          .append(text(headings.get(column)))
          .append("</th>");
    }
    return "<div class=\"wide\"><table><thead>%s</tr></thead>\n<tbody>\n%s</tbody></table></div>\n"
        .formatted(head, body);
  }

  private static String cell(String tag, String value) {
    return "<%s%s>%s</%s>".formatted(tag, isText(value) ? " class=\"text\"" : "", text(value), tag);
  }

  private static boolean isText(String cell) {
    return !cell.isEmpty() && Character.isLetter(cell.charAt(0));
  }

  /** A plot in the theme of the reader's choice. */
  static String figure(Plot plot, String caption) {
    return """
    <figure>
    <picture><source media="(prefers-color-scheme: dark)" srcset="%s">
    <img src="%s" alt="%s" width="%d" height="%d"></picture>
    <figcaption>%s</figcaption>
    </figure>
    """
        .formatted(
            data(plot.png(Theme.DARK)),
            data(plot.png(Theme.LIGHT)),
            text(caption),
            Plot.WIDTH,
            Plot.HEIGHT,
            text(caption));
  }

  private static String data(byte[] png) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
  }

  /** A paragraph. */
  static String paragraph(String text) {
    return "<p>" + text(text) + "</p>\n";
  }

  /** Points, one below the other; nothing if there are none. */
  static String points(List<String> points) {
    return points.isEmpty()
        ? ""
        : points.stream()
            .map(point -> "<li>" + text(point) + "</li>")
            .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>\n"));
  }

  /** Names and what they stand for. */
  static String list(List<List<String>> entries) {
    return entries.stream()
        .map(entry -> "<dt>%s</dt><dd>%s</dd>".formatted(text(entry.get(0)), text(entry.get(1))))
        .collect(Collectors.joining("\n", "<dl>\n", "\n</dl>\n"));
  }
}
