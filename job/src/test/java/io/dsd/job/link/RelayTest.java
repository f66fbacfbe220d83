package io.dsd.job.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What comes out of a relay, and when. */
@Timeout(60)
class RelayTest {

  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  @Test
  void aLinkAddsTheLatencyItIsAskedFor() throws Exception {
    LinkShape shape = shape(20, 0, LinkShape.UNLIMITED);
    try (Relay relay = new Relay("link", shape)) {
      LinkMeasurement measured = LinkMeasurement.of(at(relay.relayProbes(0)), 100);
      // nothing may come early; a busy machine may be late
      assertThat(measured.median()).isBetween(Duration.ofMillis(20), Duration.ofMillis(25));
    }
  }

  @Test
  void jitterSpreadsArrivalsAroundTheLatency() throws Exception {
    LinkShape shape = shape(10, 5, LinkShape.UNLIMITED);
    try (Relay relay = new Relay("link", shape)) {
      LinkMeasurement measured = LinkMeasurement.of(at(relay.relayProbes(0)), 100);
      assertThat(measured.median()).isBetween(Duration.ofMillis(8), Duration.ofMillis(15));
      assertThat(measured.slow().minus(measured.median())).isGreaterThan(Duration.ofMillis(1));
    }
  }

  @Test
  void bytesKeepTheirOrderUnderJitterAndComeToTheLastOneAfterAHalfClose() throws Exception {
    byte[] request = random(3 << 20, 1);
    byte[] answer = random(2 << 20, 2);
    try (ServerSocket server = new ServerSocket(0, 1, HERE);
        Relay relay = new Relay("link", shape(5, 5, LinkShape.UNLIMITED));
        Socket client = new Socket(HERE, relay.relay(0, at(server.getLocalPort())))) {
      CompletableFuture<byte[]> received =
          async(
              () -> {
                try (Socket socket = server.accept()) {
                  byte[] all = socket.getInputStream().readAllBytes();
                  socket.getOutputStream().write(answer);
                  return all;
                }
              });
      client.getOutputStream().write(request);
      client.shutdownOutput();
      assertThat(client.getInputStream().readAllBytes()).isEqualTo(answer);
      assertThat(received.join()).isEqualTo(request);
    }
  }

  @Test
  void theBandwidthIsSharedByAllConnections() throws Exception {
    // 2 x 250 kB at 1 MB/s
    LinkShape shape = shape(1, 0, 8_000_000);
    try (ServerSocket server = new ServerSocket(0, 2, HERE);
        Relay relay = new Relay("link", shape)) {
      int port = relay.relay(0, at(server.getLocalPort()));
      long start = System.nanoTime();
      CompletableFuture<Long> one = async(() -> send(port, 250_000));
      CompletableFuture<Long> two = async(() -> send(port, 250_000));
      CompletableFuture<Long> first = async(() -> drain(server));
      CompletableFuture<Long> second = async(() -> drain(server));
      assertThat(first.join() + second.join()).isEqualTo(one.join() + two.join());
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(500), Duration.ofMillis(2_000));
    }
  }

  @Test
  void aSenderWaitsOnceTheLinkIsFull() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, HERE);
        Relay relay = new Relay("link", shape(1, 0, LinkShape.UNLIMITED));
        Socket client = new Socket(HERE, relay.relay(0, at(server.getLocalPort())));
        Socket silent = server.accept()) {
      // nobody reads: what the link and the kernel's buffers hold is far below this
      CompletableFuture<Long> sent = async(() -> write(client, 256 << 20));
      assertThat(sent.orTimeout(1, TimeUnit.SECONDS)).failsWithin(Duration.ofSeconds(10));
      assertThat(silent.isConnected()).isTrue();
    }
  }

  @Test
  void aTargetThatIsGoneEndsItsConnectionsAndRefusesNewOnes() throws Exception {
    ServerSocket server = new ServerSocket(0, 1, HERE);
    try (Relay relay = new Relay("link", shape(1, 0, LinkShape.UNLIMITED))) {
      int port = relay.relay(0, at(server.getLocalPort()));
      try (Socket client = new Socket(HERE, port)) {
        server.accept().close();
        server.close();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
      }
      try (Socket client = new Socket(HERE, port)) {
        assertThat(ended(client)).isTrue();
      }
    }
  }

  @Test
  void aBusyPortIsRefused() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, HERE);
        Relay relay = new Relay("link", shape(1, 0, LinkShape.UNLIMITED))) {
      assertThatThrownBy(() -> relay.relay(taken.getLocalPort(), at(1)))
          .isInstanceOf(IOException.class);
    }
  }

  private static boolean ended(Socket client) {
    try {
      return client.getInputStream().read() < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  private static long send(int port, int bytes) throws IOException {
    try (Socket client = new Socket(HERE, port)) {
      return write(client, bytes);
    }
  }

  private static long write(Socket client, int bytes) throws IOException {
    byte[] chunk = new byte[1 << 14];
    for (int left = bytes; left > 0; left -= chunk.length) {
      client.getOutputStream().write(chunk, 0, Math.min(left, chunk.length));
    }
    return bytes;
  }

  private static long drain(ServerSocket server) throws IOException {
    try (Socket socket = server.accept();
        InputStream in = socket.getInputStream()) {
      return in.readAllBytes().length;
    }
  }

  private static byte[] random(int length, int seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static LinkShape shape(int latency, int jitter, long bitsPerSecond) {
    return new LinkShape(Duration.ofMillis(latency), Duration.ofMillis(jitter), bitsPerSecond);
  }

  private static InetSocketAddress at(int port) {
    return Loopback.at(port);
  }

  private static <T> CompletableFuture<T> async(Callable<T> work) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return work.call();
          } catch (Exception failure) {
            throw new CompletionException(failure);
          }
        },
        runnable -> new Thread(runnable).start());
  }
}
