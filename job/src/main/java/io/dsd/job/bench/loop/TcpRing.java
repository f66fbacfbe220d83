package io.dsd.job.bench.loop;

import io.dsd.job.bench.BenchException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/**
 * Bare sockets of this machine in a ring, a thread at each: what a trip through so many hops costs
 * at the least.
 */
final class TcpRing implements AutoCloseable {

  private final List<Socket> sockets = new ArrayList<>();
  private final Socket first;
  private final Socket last;

  /** Connects a ring; messages of {@code bytes} can then go round. */
  TcpRing(int hops, int bytes) throws IOException {
    List<Socket> incoming = new ArrayList<>();
    List<Socket> outgoing = new ArrayList<>();
    for (int hop = 0; hop < hops; hop++) {
      try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        Socket out = new Socket(server.getInetAddress(), server.getLocalPort());
        out.setTcpNoDelay(true);
        outgoing.add(out);
        incoming.add(server.accept());
      }
    }
    sockets.addAll(incoming);
    sockets.addAll(outgoing);
    first = outgoing.get(0);
    last = incoming.get(hops - 1);
    for (int hop = 0; hop < hops - 1; hop++) {
      Socket in = incoming.get(hop);
      Socket out = outgoing.get(hop + 1);
      Thread thread = new Thread(() -> handOn(in, out, bytes), "ring-" + hop);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void handOn(Socket in, Socket out, int bytes) {
    byte[] message = new byte[bytes];
    try {
      DataInputStream input = new DataInputStream(in.getInputStream());
      OutputStream output = out.getOutputStream();
      while (true) {
        input.readFully(message);
        output.write(message);
      }
    } catch (EOFException | SocketException closed) {
      // the ring is over
    } catch (IOException broken) {
      throw new BenchException("a socket of this machine broke: " + broken.getMessage(), broken);
    }
  }

  /** How long each of so many trips took, one message under way at a time, in nanoseconds. */
  List<Long> trips(int count, int bytes) throws IOException {
    byte[] message = new byte[bytes];
    OutputStream output = first.getOutputStream();
    DataInputStream input = new DataInputStream(last.getInputStream());
    List<Long> trips = new ArrayList<>();
    for (int trip = 0; trip < count; trip++) {
      long start = System.nanoTime();
      output.write(message);
      input.readFully(message);
      trips.add(System.nanoTime() - start);
    }
    return trips;
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
