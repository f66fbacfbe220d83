package io.dsd.job.status;

import java.util.ArrayList;
import java.util.List;

/** Text in columns, as wide as what is in them. */
public final class Columns {

  private final List<List<String>> rows = new ArrayList<>();

  /** Begins with a row of headings. */
  public Columns(String... headings) {
    rows.add(List.of(headings));
  }

  /** Adds a row. */
  public void add(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  /** The lines, numbers to the right and everything below a heading in line with it. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String padding = " ".repeat(width(column) - row.get(column).length());
        String cell = row.get(column);
        line.append(column == 0 ? "" : "  ")
            .append(isText(column) ? cell + padding : padding + cell);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private boolean isText(int column) {
    return rows.stream().skip(1).anyMatch(row -> row.get(column).matches("[A-Za-z].*"));
  }
}
