package io.dsd.k8s.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.dsd.k8s.manifest.Manifest;
import io.dsd.k8s.manifest.Manifests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * FlinkDeployments against the schema of the operator's custom resource definition, as the API
 * server holds it; unlike the server it refuses unknown fields instead of dropping them.
 */
final class SchemaCheck implements Check {

  private static final String DEFINITION = "flinkdeployments-crd-1.15.0.yml";

  private final JsonSchema schema = schema();

  @Override
  public List<Problem> problems(Manifests manifests) {
    List<Problem> problems = new ArrayList<>();
    for (Manifest each : manifests.ofKind("FlinkDeployment")) {
      for (ValidationMessage message : schema.validate(each.content())) {
        String path = message.getInstanceLocation().toString().replaceFirst("^\\$\\.?", "");
        problems.add(
            new Problem(
                (each.title() + " " + path).strip(),
                message.getMessage().replaceFirst("^\\S*: ", "")));
      }
    }
    return problems;
  }

  private static JsonSchema schema() {
    try (InputStream definition = SchemaCheck.class.getResourceAsStream(DEFINITION)) {
      JsonNode root =
          new YAMLMapper().readTree(definition).at("/spec/versions/0/schema/openAPIV3Schema");
      close(root);
      ((ObjectNode) root.path("properties"))
          .putObject("apiVersion")
          .put("const", "flink.apache.org/v1beta1");
      ((ObjectNode) root.path("properties")).putObject("kind").put("type", "string");
      ((ObjectNode) root.path("properties")).putObject("metadata").put("type", "object");
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(root);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  /** Says of every object whose fields are listed that there are no others. */
  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object) {
      if (object.path("properties").isObject()
          && !object.has("additionalProperties")
          && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
        object.put("additionalProperties", false);
      }
      if (object.path("x-kubernetes-int-or-string").asBoolean()) {
        object.remove("type");
      }
    }
    schema.forEach(SchemaCheck::close);
  }
}
