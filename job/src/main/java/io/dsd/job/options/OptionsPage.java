package io.dsd.job.options;

/** The reference of all options as Markdown: what {@code docs/configuration.md} holds. */
public final class OptionsPage {

  private static final String OPENING =
      """
      # Configuration

      The job is set up by one YAML file, given to `./dsd submit --config FILE` or, as an argument of
      the job itself, to `flink run dsd-job.jar --config FILE`. The least that it must hold:

      ```yaml
      model: /models/SmolLM2-135M-Instruct.Q4_1.gguf
      kafka:
        bootstrap-servers: broker:9092
      ```

      Sections may be nested, as above, or written with dots (`kafka.bootstrap-servers: broker:9092`).
      Durations and sizes are written as in Flink: `200ms`, `1s`, `15min`; `512k`, `64m`, `1g`. A key
      that does not exist, a value that is not allowed, and settings that contradict each other are
      refused before anything starts, all of them at once.

      This page is written from the code, by `io.dsd.job.options.OptionsPage`; a test compares them.

      """;

  private OptionsPage() {}

  /** The page. */
  public static String markdown() {
    StringBuilder page = new StringBuilder(OPENING);
    page.append("| key | default | allowed | meaning |\n|---|---|---|---|\n");
    for (Key key : Key.all()) {
      page.append(
          "| `%s` | %s | %s | %s |%n"
              .formatted(key.name(), fallback(key), key.allowed(), key.setting().meaning()));
    }
    return page.toString();
  }

  private static String fallback(Key key) {
    if (key.required()) {
      return "must be given";
    }
    String text = key.setting().fallback();
    return text.isEmpty() ? "none" : "`" + text + "`";
  }
}
