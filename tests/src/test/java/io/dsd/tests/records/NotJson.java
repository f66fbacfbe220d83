package io.dsd.tests.records;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** Values that are not JSON, or no JSON object. */
final class NotJson {

  private static final String PROMPT = "{\"prompt\": \"a\"}";

  private NotJson() {}

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    cases.add(Case.refused("a tombstone", Sent.tombstone(), "missing_value", "", "no value"));
    cases.add(Case.refused("an empty value", "", "not_an_object", "", "not empty"));
    cases.add(Case.refused("white space", " \n\t ", "not_an_object", "", "not empty"));
    cases.add(Case.refused("an array", "[1, 2]", "not_an_object", "", "object", "[1,2]"));
    cases.add(Case.refused("a number", "3.5", "not_an_object", "", "object", "3.5"));
    cases.add(Case.refused("a string", "\"hi\"", "not_an_object", "", "object", "\"hi\""));
    cases.add(Case.refused("null", "null", "not_an_object", "", "object", "null"));
    cases.add(
        Case.refused(
            "JSON within a JSON string",
            "\"{\\\"prompt\\\": \\\"a\\\"}\"",
            "not_an_object",
            "",
            "object",
            "prompt"));
    syntax(cases, "words", "not json at all", "not");
    syntax(cases, "a prompt without any JSON", "Once upon a time", "Once");
    syntax(cases, "a truncated object", "{\"prompt\": \"a\"", "line 1");
    syntax(cases, "a truncated string", "{\"prompt\": \"a", "line 1");
    syntax(cases, "a truncated name", "{\"prom", "line 1");
    syntax(cases, "a truncated escape", "{\"prompt\": \"\\u00", "line 1");
    syntax(cases, "a lone brace", "{", "line 1");
    syntax(cases, "garbage behind", PROMPT + " x", "x");
    syntax(cases, "two objects", PROMPT + PROMPT, "railing");
    syntax(cases, "two lines", PROMPT + "\n" + PROMPT, "railing");
    syntax(cases, "a NUL behind", PROMPT + "\0", "line 1");
    syntax(cases, "a field twice", "{\"prompt\": \"a\", \"prompt\": \"b\"}", "prompt");
    syntax(
        cases,
        "a field twice within",
        "{\"prompt\": \"a\", \"metadata\": {\"k\": 1, \"k\": 2}}",
        "k");
    syntax(cases, "NaN", "{\"prompt\": \"a\", \"temperature\": NaN}", "NaN");
    syntax(cases, "Infinity", "{\"prompt\": \"a\", \"temperature\": Infinity}", "Infinity");
    syntax(cases, "-Infinity", "{\"prompt\": \"a\", \"temperature\": -Infinity}", "Infinity");
    syntax(cases, "hexadecimal", "{\"prompt\": \"a\", \"seed\": 0x10}", "x");
    syntax(cases, "a leading zero", "{\"prompt\": \"a\", \"seed\": 007}", "zero");
    syntax(cases, "a leading plus", "{\"prompt\": \"a\", \"seed\": +7}", "+");
    syntax(cases, "a bare point", "{\"prompt\": \"a\", \"temperature\": .5}", ".");
    syntax(cases, "a comment", "{\"prompt\": \"a\" /* b */}", "/");
    syntax(cases, "single quotes", "{'prompt': 'a'}", "'");
    syntax(cases, "a comma too many", "{\"prompt\": \"a\",}", "}");
    syntax(cases, "no quotes", "{prompt: \"a\"}", "p");
    syntax(cases, "Python's True", "{\"prompt\": \"a\", \"stream\": True}", "True");
    syntax(cases, "a byte order mark", "\uFEFF" + PROMPT, "line 1");
    syntax(cases, "a raw NUL", "{\"prompt\": \"a\0b\"}", "code 0");
    syntax(cases, "a raw line break", "{\"prompt\": \"a\nb\"}", "code 10");
    syntax(cases, "an unknown escape", "{\"prompt\": \"\\x41\"}", "x");
    syntax(cases, "100,000 brackets", "[".repeat(100_000) + "]".repeat(100_000), "depth");
    syntax(
        cases,
        "100,000 nested objects",
        "{\"prompt\": \"a\", \"metadata\": " + "{\"a\":".repeat(100_000),
        "depth");
    syntax(
        cases,
        "10,000 digits",
        "{\"prompt\": \"a\", \"seed\": %s}".formatted("9".repeat(10_000)),
        "10000");
    syntax(
        cases,
        "10,000 digits behind the point",
        "{\"prompt\": \"a\", \"temperature\": 0.%s}".formatted("3".repeat(10_000)),
        "1000");
    syntax(cases, "a name of 60,000 letters", "{\"%s\": 1}".formatted("n".repeat(60_000)), "ame");
    syntax(cases, "a high surrogate", "{\"prompt\": \"\\ud800\"}", "\\ud800");
    syntax(cases, "a low surrogate", "{\"prompt\": \"a\\udc00b\"}", "\\udc00");
    syntax(cases, "surrogates the wrong way round", "{\"prompt\": \"\\ude00\\ud83d\"}", "\\ude00");
    syntax(cases, "a surrogate in a name", "{\"prompt\": \"a\", \"\\ud800\": 1}", "\\ud800");
    syntax(
        cases,
        "a surrogate in a message",
        "{\"messages\": [{\"role\": \"user\", \"content\": \"\\udbff\"}]}",
        "\\udbff");
    bytes(cases, "a byte of Latin-1", Sent.around("{\"prompt\": \"$\"}", 0xe9));
    bytes(cases, "an overlong slash", Sent.around("{\"prompt\": \"$\"}", 0xc0, 0xaf));
    bytes(cases, "an overlong NUL", Sent.around("{\"prompt\": \"$\"}", 0xc0, 0x80));
    bytes(cases, "a raw surrogate", Sent.around("{\"prompt\": \"$\"}", 0xed, 0xa0, 0x80));
    bytes(
        cases,
        "a pair of raw surrogates",
        Sent.around("{\"prompt\": \"$\"}", 0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80));
    bytes(cases, "beyond U+10FFFF", Sent.around("{\"prompt\": \"$\"}", 0xf4, 0x90, 0x80, 0x80));
    bytes(cases, "half a character", Sent.around("{\"prompt\": \"$\"}", 0xe2, 0x82));
    bytes(cases, "a lone continuation", Sent.around("{\"prompt\": \"$\"}", 0x80));
    bytes(cases, "five bytes", Sent.around("{\"prompt\": \"$\"}", 0xf8, 0x88, 0x80, 0x80, 0x80));
    bytes(cases, "gzip", Sent.around("$" + PROMPT, 0x1f, 0x8b, 0x08, 0x00));
    bytes(cases, "a Java object", Sent.around("$" + PROMPT, 0xac, 0xed, 0x00, 0x05));
    bytes(cases, "UTF-16 with its mark", ("\uFEFF" + PROMPT).getBytes(UTF_16LE));
    cases.add(
        Case.refused("UTF-16", Sent.of(PROMPT.getBytes(UTF_16BE)), "invalid_json", "", "code 0"));
    cases.add(
        Case.refused(
            "a schema registry's five bytes in front",
            Sent.of(Sent.around("$" + PROMPT, 0, 0, 0, 0, 1)),
            "invalid_json",
            "",
            "code 0"));
    cases.add(
        Case.refused(
            "a megabyte of zeros", Sent.of(new byte[1 << 20]), "invalid_json", "", "code 0"));
    cases.add(
        Case.refused(
            "five megabytes of text",
            Sent.of("word ".repeat(1 << 20).getBytes(UTF_8)),
            "invalid_json",
            "",
            "word"));
    return cases;
  }

  private static void syntax(List<Case> cases, String name, String value, String says) {
    cases.add(Case.refused(name, value, "invalid_json", "", says, "the record's value"));
  }

  private static void bytes(List<Case> cases, String name, byte[] value) {
    cases.add(Case.refused(name, Sent.of(value), "invalid_utf8", "", "UTF-8"));
  }
}
