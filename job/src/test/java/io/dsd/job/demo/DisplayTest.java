package io.dsd.job.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DisplayTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final List<Prompt> prompts = List.of(prompt("first"), prompt("second"));

  @Test
  void answersAppearInPromptOrderWithoutMixing() {
    TextDisplay display = new TextDisplay(out, prompts, Colours.none());
    display.delta(1, delta(0, "B", false));
    display.delta(0, delta(0, "A", false));
    assertThat(shown()).isEqualTo("> first\nA");
    display.delta(1, delta(1, "b", true));
    display.delta(0, delta(1, "a", true));
    assertThat(shown()).isEqualTo("> first\nAa\n\n> second\nBb\n\n");
  }

  @Test
  void aPieceThatComesAgainAfterARestartIsShownOnce() {
    TextDisplay display = new TextDisplay(out, prompts, Colours.none());
    display.delta(0, delta(0, "Par", false));
    display.delta(0, delta(0, "Pa", false));
    display.delta(0, delta(2, "ris", true));
    assertThat(shown()).startsWith("> first\nParis\n");
  }

  @Test
  void aCompletionAddsWhatDeltasDidNotBring() {
    TextDisplay display = new TextDisplay(out, prompts, Colours.none());
    display.delta(0, delta(0, "Par", false));
    display.answer(0, piece("{\"choices\":[{\"message\":{\"content\":\"Paris\"}}]}"));
    assertThat(shown()).isEqualTo("> first\nParis\n\n");
  }

  @Test
  void tokensAreColouredByWhoFoundThem() {
    TextDisplay display = new TextDisplay(out, prompts, letters());
    display.delta(0, found(0, "abc", 2, false, false));
    display.delta(0, found(3, "de", 1, true, false));
    // comes again, cut differently, after a restart
    display.delta(0, found(2, "cd", 0, false, false));
    display.delta(0, found(5, "f", 1, false, true));
    String green = "\u001B[32m";
    String yellow = "\u001B[33m";
    String reset = "\u001B[0m";
    assertThat(shown())
        .isEqualTo(
            "> first\n"
                + (green + "ab" + reset + "c")
                + (green + "d" + reset + yellow + "e" + reset)
                + (green + "f" + reset)
                + "\n\n");
  }

  @Test
  void textWhoseTokensDidNotComeIsShownPlain() {
    TextDisplay display = new TextDisplay(out, prompts, letters());
    display.answer(0, piece("{\"choices\":[{\"message\":{\"content\":\"Paris\"}}]}"));
    assertThat(shown()).isEqualTo("> first\nParis\n\n");
  }

  /** Token 0 is an "a". */
  private DraftColours letters() {
    return new DraftColours(
        prompts.size(),
        tokens ->
            tokens.stream()
                .mapToObj(token -> Character.toString('a' + token))
                .collect(Collectors.joining()));
  }

  private static Piece found(
      int offset, String text, int accepted, boolean corrected, boolean last) {
    String ids =
        text.chars().mapToObj(c -> Integer.toString(c - 'a')).collect(Collectors.joining(","));
    return piece(
        """
        {"choices": [{"text": "%s", "text_offset": %d, "token_ids": [%s], "token_offset": %d, "finish_reason": %s}],
         "speculation": {"accepted": %d, "corrected": %s}}"""
            .formatted(text, offset, ids, offset, last ? "\"stop\"" : "null", accepted, corrected));
  }

  @Test
  void anErrorIsShownInItsPlace() {
    TextDisplay display = new TextDisplay(out, prompts, Colours.none());
    display.answer(0, piece("{\"error\":{\"message\":\"not JSON\"}}"));
    assertThat(shown()).isEqualTo("> first\nerror: not JSON\n\n");
  }

  @Test
  void linesKeepPromptOrderAndGiveChatAnswersAText() {
    LineDisplay display = new LineDisplay(out);
    display.answer(1, piece("{\"error\":{\"message\":\"no\"}}"));
    assertThat(shown()).isEmpty();
    display.answer(0, piece("{\"choices\":[{\"message\":{\"content\":\"Paris\"}}]}"));
    assertThat(shown())
        .isEqualTo(
            """
            {"choices":[{"message":{"content":"Paris"},"text":"Paris"}]}
            {"error":{"message":"no"}}
            """);
  }

  @Test
  void aPromptIsAMessageOrRawText() {
    assertThat(Prompt.of("hi", true, true, OptionalLong.of(7)).record().asUtf8())
        .isEqualTo(
            "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"seed\":7,\"stream\":true}");
    assertThat(Prompt.of("hi", false, false, OptionalLong.empty()).record().asUtf8())
        .isEqualTo("{\"prompt\":\"hi\"}");
  }

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Prompt prompt(String text) {
    return Prompt.of(text, true, true, OptionalLong.empty());
  }

  private static Piece delta(int offset, String text, boolean last) {
    return piece(
        "{\"choices\":[{\"delta\":{\"content\":\"%s\"},\"text_offset\":%d,\"finish_reason\":%s}]}"
            .formatted(text, offset, last ? "\"stop\"" : "null"));
  }

  private static Piece piece(String json) {
    return Piece.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
