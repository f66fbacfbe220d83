package io.dsd;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What may know what. */
@AnalyzeClasses(packages = "io.dsd", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String FLINK = "org.apache.flink..";
  private static final String DJL = "ai.djl..";

  @ArchTest
  static final ArchRule whatDecidesTokensIsPureJava =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.dsd.message..", "io.dsd.speculate..", "io.dsd.text..", "io.dsd.model.cache..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FLINK, DJL);

  @ArchTest
  static final ArchRule messagesKnowNothingButThemselves =
      classes()
          .that()
          .resideInAPackage("io.dsd.message..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.dsd.message..", "java..");

  @ArchTest
  static final ArchRule operatorsAndTheLoopKnowNoDjl =
      noClasses()
          .that()
          .resideInAnyPackage("io.dsd.operator..", "io.dsd.loop..", "io.dsd.metrics..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(DJL);

  @ArchTest
  static final ArchRule djlStaysWhereTensorsAndTokensAreMade =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.dsd.model.torch..", "io.dsd.model.tokenizer..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(DJL);

  @ArchTest
  static final ArchRule theModelKnowsNoFlink =
      noClasses()
          .that()
          .resideInAPackage("io.dsd.model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FLINK, "io.dsd.operator..", "io.dsd.loop..", "io.dsd.metrics..");

  @ArchTest
  static final ArchRule flinksNetworkIsChangedByWhatKnowsFlinkOnly =
      classes()
          .that()
          .resideInAPackage("io.dsd.network..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.dsd.network..", "java..", FLINK, "org.slf4j..");

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices().matching("io.dsd.(*)..").should().beFreeOfCycles();
}
