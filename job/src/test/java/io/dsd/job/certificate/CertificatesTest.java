package io.dsd.job.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.runtime.net.SSLUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {

  @TempDir private Path directory;

  @Test
  void flinkTakesThemAsTheyAreAndNobodyElseCanReadThem() throws Exception {
    Path folder = directory.resolve("it's a folder");
    Certificates made = Certificates.make(folder, List.of("127.0.0.1", "localhost"), 30);
    assertThat(SSLUtils.createInternalServerSSLEngineFactory(made.cluster())).isNotNull();
    assertThat(SSLUtils.createInternalClientSSLEngineFactory(made.cluster())).isNotNull();
    assertThat(SSLUtils.createRestServerSSLEngineFactory(made.cluster())).isNotNull();
    assertThat(SSLUtils.createRestClientSSLEngineFactory(made.client())).isNotNull();
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.filter(file -> !file.toString().endsWith(".pem")))
          .hasSizeGreaterThan(8)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .endsWith("------"));
    }
  }

  @Test
  void whatIsThereIsNotOverwritten() throws Exception {
    Files.writeString(directory.resolve("key"), "precious");
    assertThatThrownBy(() -> Certificates.make(directory, List.of("a"), 30))
        .isInstanceOf(CertificateException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining("exists already");
  }

  @Test
  void hostsAndDaysThatAreNoneAreRefused() {
    Path folder = directory.resolve("tls");
    assertThatThrownBy(() -> Certificates.make(folder, List.of("a,dns:b"), 30))
        .hasMessageContaining("--host: 'a,dns:b' is not allowed");
    assertThatThrownBy(() -> Certificates.make(folder, List.of("a"), 0))
        .hasMessageContaining("--days: '0' is not allowed");
    assertThat(folder).doesNotExist();
  }
}
