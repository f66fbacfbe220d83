package io.dsd.job.options;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads {@link Options}, and says everything that is wrong with them at once. */
public final class OptionsReader {

  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private final String source;
  private final Map<String, String> given;
  private final List<String> problems = new ArrayList<>();

  private OptionsReader(String source, Map<String, String> given) {
    this.source = source;
    this.given = new TreeMap<>(given);
  }

  /**
   * The options in a YAML file.
   *
   * @throws OptionsException if it cannot be read, or holds anything that is not allowed
   */
  public static Options read(Path file) {
    return read(file, Map.of());
  }

  /**
   * The same, with some entries given anew, by full keys.
   *
   * @throws OptionsException if the file cannot be read, or there is anything that is not allowed
   */
  public static Options read(Path file, Map<String, String> anew) {
    try {
      return parse(file.toString(), Files.readString(file), anew);
    } catch (NoSuchFileException missing) {
      throw new OptionsException(
          file + ": there is no such file; docs/configuration.md says what belongs in it", missing);
    } catch (IOException unreadable) {
      throw new OptionsException(file + ": cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }

  /**
   * The options in a YAML text.
   *
   * @param source where the text comes from, for messages
   * @throws OptionsException if it holds anything that is not allowed
   */
  public static Options parse(String source, String yaml) {
    return parse(source, yaml, Map.of());
  }

  private static Options parse(String source, String yaml, Map<String, String> anew) {
    Map<String, String> entries = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    try {
      JsonNode root = YAML.readTree(yaml);
      if (!root.isObject() && !root.isMissingNode() && !root.isNull()) {
        throw new OptionsException(
            source + ": not keys and values; write lines such as `slices: 3`");
      }
      flatten("", root, entries, problems);
    } catch (JsonProcessingException malformed) {
      throw new OptionsException(
          "%s: not YAML: line %d: %s"
              .formatted(
                  source,
                  malformed.getLocation() == null ? 0 : malformed.getLocation().getLineNr(),
                  malformed.getOriginalMessage().lines().findFirst().orElse("")),
          malformed);
    }
    entries.putAll(anew);
    OptionsReader reader = new OptionsReader(source, entries);
    reader.problems.addAll(problems);
    return reader.build();
  }

  /**
   * The options of full keys, such as {@code kafka.delivery}, and their values as in a file.
   *
   * @throws OptionsException if there is anything in them that is not allowed
   */
  public static Options of(Map<String, String> entries) {
    return of("the options", entries);
  }

  /** The same, with what the entries come from, for messages. */
  public static Options of(String source, Map<String, String> entries) {
    return new OptionsReader(source, entries).build();
  }

  private static void flatten(
      String prefix, JsonNode node, Map<String, String> entries, List<String> problems) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String name = prefix + field.getKey();
      JsonNode value = field.getValue();
      if (value.isObject()) {
        flatten(name + ".", value, entries, problems);
      } else if (value.isArray() && value.valueStream().anyMatch(JsonNode::isContainerNode)) {
        problems.add(name + ": " + value + " is a list of lists or sections; no setting takes one");
      } else if (value.isNull()) {
        problems.add(name + ": has no value; give one or remove the line");
      } else if (entries.put(name, text(value)) != null) {
        problems.add(name + ": given twice; remove one of them");
      }
    }
  }

  private static String text(JsonNode value) {
    return value.isArray()
        ? value.valueStream().map(JsonNode::asText).collect(Collectors.joining(", ", "[", "]"))
        : value.asText();
  }

  private Options build() {
    Map<String, Object> values = new LinkedHashMap<>();
    List<Key> keys = Key.all();
    for (Key key : keys) {
      take(key).ifPresent(value -> values.put(key.name(), value));
    }
    given.forEach((name, text) -> problems.add(unknown(name, text, keys)));
    if (!problems.isEmpty()) {
      throw new OptionsException(source, problems);
    }
    try {
      return (Options) record(Options.class, "", values);
    } catch (OptionsException inconsistent) {
      throw new OptionsException(source, List.of(inconsistent.getMessage()));
    }
  }

  private Optional<Object> take(Key key) {
    if (key.isMap()) {
      return Optional.of(below(key.name() + "."));
    }
    String text = given.remove(key.name());
    if (text == null && key.required()) {
      problems.add(
          "%s: missing, and it has no default; give %s".formatted(key.name(), key.allowed()));
      return Optional.empty();
    }
    try {
      return Optional.of(key.parse(text == null ? key.setting().fallback() : text));
    } catch (OptionsException refused) {
      problems.add(refused.getMessage());
      return Optional.empty();
    }
  }

  private Map<String, String> below(String prefix) {
    Map<String, String> entries = new TreeMap<>();
    given.forEach(
        (name, text) -> {
          if (name.startsWith(prefix)) {
            entries.put(name.substring(prefix.length()), text);
          }
        });
    entries.keySet().forEach(name -> given.remove(prefix + name));
    return entries;
  }

  private static String unknown(String name, String text, List<Key> keys) {
    List<String> names = keys.stream().map(Key::name).toList();
    List<String> inside = names.stream().filter(each -> each.startsWith(name + ".")).toList();
    if (!inside.isEmpty()) {
      return "%s: '%s' is given where keys belong: %s"
          .formatted(name, text, String.join(", ", inside));
    }
    return name
        + ": there is no such key"
        + Nearest.to(name, names).map(near -> "; did you mean " + near + "?").orElse("; remove it");
  }

  private static Object record(Class<?> type, String prefix, Map<String, Object> values) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = prefix + Key.kebab(components[i].getName());
      Class<?> part = components[i].getType();
      arguments[i] = part.isRecord() ? record(part, name + ".", values) : values.get(name);
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(arguments);
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof OptionsException inconsistent) {
        throw inconsistent;
      }
      throw new IllegalStateException(type + " refuses its values", thrown.getCause());
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(type + " cannot be made", impossible);
    }
  }
}
