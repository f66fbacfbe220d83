package io.dsd.job.bench.report;

import io.dsd.job.bench.result.ModeSettings;
import io.dsd.job.bench.result.Occasion;
import io.dsd.job.bench.result.Setup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a measurement was made with, as a part of the page. */
final class SetupList {

  private SetupList() {}

  static String html(Setup setup) {
    List<List<String>> entries =
        entries(new Occasion(setup.command(), setup.started(), setup.machine()));
    entries.add(List.of("model", setup.model() + ", " + setup.dtype()));
    entries.add(List.of("draft", setup.draft()));
    entries.add(
        List.of(
            "links",
            setup.linkMillis().isEmpty()
                ? setup.links()
                : "%s; measured one way: %s ms"
                    .formatted(
                        setup.links(),
                        setup.linkMillis().stream()
                            .map(Numbers::two)
                            .collect(Collectors.joining(", ")))));
    setup.modes().forEach(mode -> entries.add(List.of("mode " + mode.name(), settings(mode))));
    return Html.list(entries);
  }

  static String html(Occasion occasion) {
    return Html.list(entries(occasion));
  }

  private static List<List<String>> entries(Occasion occasion) {
    return new ArrayList<>(
        List.of(
            List.of("command", occasion.command()),
            List.of("started", occasion.started()),
            List.of("machine", occasion.machine())));
  }

  private static String settings(ModeSettings mode) {
    return mode.settings().entrySet().stream()
        .map(entry -> entry.getKey() + "=" + shortened(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** Of a path, what tells it from others. */
  private static String shortened(String key, String value) {
    Path name = Path.of(value).getFileName();
    return key.endsWith(".model") && name != null ? name.toString() : value;
  }
}
