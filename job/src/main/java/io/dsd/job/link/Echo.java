package io.dsd.job.link;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends back what it is sent: the far end of probes. */
final class Echo implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Echo.class);

  private final String name;
  private final ServerSocket door;

  private Echo(String name, ServerSocket door) {
    this.name = name;
    this.door = door;
  }

  static Echo start(String name) throws IOException {
    Echo echo = new Echo(name, new ServerSocket(0, 128, Loopback.address()));
    echo.run("accepts", echo::accept);
    return echo;
  }

  InetSocketAddress address() {
    return Loopback.at(door.getLocalPort());
  }

  private void run(String does, Runnable work) {
    Thread thread = new Thread(work, name + " echo " + does);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket socket = door.accept();
        run("answers", () -> answer(socket));
      } catch (IOException failure) {
        if (!door.isClosed()) {
          LOG.warn("{}: the echo could not take a connection", name, failure);
        }
      }
    }
  }

  private void answer(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      byte[] chunk = new byte[1 << 16];
      InputStream in = socket.getInputStream();
      int length = in.read(chunk);
      while (length >= 0) {
        socket.getOutputStream().write(chunk, 0, length);
        length = in.read(chunk);
      }
    } catch (IOException gone) {
      LOG.debug("{}: a probe ends", name, gone);
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
