package io.dsd.k8s.manifest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Several Kubernetes objects: what one {@code kubectl apply} gets.
 *
 * @param all every one of them, in order
 */
public record Manifests(List<Manifest> all) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Keeps a copy. */
  public Manifests {
    all = List.copyOf(all);
  }

  /**
   * Reads YAML documents.
   *
   * @param source where they come from, for messages
   * @throws ManifestException if they are not YAML, or not objects
   */
  public static Manifests parse(String source, String yaml) {
    List<Manifest> manifests = new ArrayList<>();
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    try {
      for (Object document : new Yaml(new SafeConstructor(strict)).loadAll(yaml)) {
        if (JSON.valueToTree(document) instanceof ObjectNode object) {
          manifests.add(new Manifest(object));
        } else if (document != null) {
          throw new ManifestException(
              "%s: document %d is no object with a kind".formatted(source, manifests.size() + 1));
        }
      }
    } catch (MarkedYAMLException malformed) {
      throw new ManifestException(
          "%s: not YAML: line %d: %s"
              .formatted(source, malformed.getProblemMark().getLine() + 1, malformed.getProblem()),
          malformed);
    }
    return new Manifests(manifests);
  }

  /** Those of a kind. */
  public List<Manifest> ofKind(String kind) {
    return all.stream().filter(each -> each.kind().equals(kind)).toList();
  }

  /** The one of a kind and name. */
  public Optional<Manifest> find(String kind, String name) {
    return ofKind(kind).stream().filter(each -> each.name().equals(name)).findFirst();
  }
}
