package io.dsd.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** job → kafka → operators; the arrows inside operators are pinned there. */
@AnalyzeClasses(packages = "io.dsd", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {

  private static final String[] OPERATORS = {
    "io.dsd.message..",
    "io.dsd.speculate..",
    "io.dsd.text..",
    "io.dsd.model..",
    "io.dsd.operator..",
    "io.dsd.loop..",
    "io.dsd.network..",
    "io.dsd.metrics.."
  };

  @ArchTest
  static final ArchRule MODULES =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.dsd..")
          .layer("operators")
          .definedBy(OPERATORS)
          .layer("kafka")
          .definedBy("io.dsd.kafka..")
          .layer("job")
          .definedBy("io.dsd.job..")
          .whereLayer("job")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("kafka")
          .mayOnlyBeAccessedByLayers("job")
          .whereLayer("operators")
          .mayOnlyBeAccessedByLayers("kafka", "job");

  @ArchTest
  static final ArchRule ONLY_TORCH_AND_TOKENIZERS_KNOW_DJL =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.dsd.model.torch..", "io.dsd.model.tokenizer..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");
}
