package io.metash.shell.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jline.nativ.CLibrary;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;

/** A terminal device that keeps its line speed, which JLine would reset when it sets the modes. */
final class FixedSpeedPty implements Pty {
    private static final int SPEED = 0x100f;
    private static final int STDIN = 0;

    private final Pty pty;
    private final CLibrary.Termios before = new CLibrary.Termios();

    FixedSpeedPty(Pty pty) {
        this.pty = pty;
        CLibrary.tcgetattr(STDIN, before);
    }

    @Override
    public void setAttr(Attributes attributes) throws IOException {
        pty.setAttr(attributes);
        CLibrary.Termios now = new CLibrary.Termios();
        CLibrary.tcgetattr(STDIN, now);
        now.c_cflag = (now.c_cflag & ~SPEED) | (before.c_cflag & SPEED);
        now.c_ispeed = before.c_ispeed;
        now.c_ospeed = before.c_ospeed;
        CLibrary.tcsetattr(STDIN, CLibrary.TCSANOW, now);
    }

    @Override
    public InputStream getMasterInput() throws IOException {
        return pty.getMasterInput();
    }

    @Override
    public OutputStream getMasterOutput() throws IOException {
        return pty.getMasterOutput();
    }

    @Override
    public InputStream getSlaveInput() throws IOException {
        return pty.getSlaveInput();
    }

    @Override
    public OutputStream getSlaveOutput() throws IOException {
        return pty.getSlaveOutput();
    }

    @Override
    public Attributes getAttr() throws IOException {
        return pty.getAttr();
    }

    @Override
    public Size getSize() throws IOException {
        return pty.getSize();
    }

    @Override
    public void setSize(Size size) throws IOException {
        pty.setSize(size);
    }

    @Override
    public SystemStream getSystemStream() {
        return pty.getSystemStream();
    }

    @Override
    public TerminalProvider getProvider() {
        return pty.getProvider();
    }

    @Override
    public void close() throws IOException {
        pty.close();
    }
}
