package io.dsd.k8s;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What this module may know of the others. */
@AnalyzeClasses(packages = "io.dsd.k8s", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {

  @ArchTest
  static final ArchRule onlyTheJobsOptionsAndMemoryAndTheCatalogueOfMetrics =
      noClasses()
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "belong to dsd, and neither here nor to options, memory and the catalogue of metrics",
                  ArrowsTest::isForeign));

  private static boolean isForeign(JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith("io.dsd.")
        && !name.startsWith("io.dsd.k8s")
        && !name.equals("io.dsd.job.options")
        && !name.equals("io.dsd.job.memory")
        && !name.equals("io.dsd.metrics");
  }
}
