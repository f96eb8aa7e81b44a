using System.Diagnostics;
using Quanta.Formats.Files;
using Quanta.Formats.Numpy;

namespace Quanta.Formats.Tests.Files;

/// <summary>Outputs onto what is no plain file: links, pipes, devices, files with permissions.</summary>
public sealed class OutputTargetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [UnixFact]
    public void A_link_stays_and_its_target_is_replaced()
    {
        Directory.CreateDirectory(_folder.File("elsewhere"));
        File.WriteAllText(_folder.File("elsewhere/real.txt"), "old");
        File.CreateSymbolicLink(_folder.File("near.txt"), "elsewhere/real.txt");
        File.CreateSymbolicLink(_folder.File("far.txt"), "near.txt");

        AtomicFile.WriteText(_folder.File("far.txt"), "new");

        Assert.Equal("new", File.ReadAllText(_folder.File("elsewhere/real.txt")));
        Assert.Equal("near.txt", new FileInfo(_folder.File("far.txt")).LinkTarget);
        Assert.Equal("elsewhere/real.txt", new FileInfo(_folder.File("near.txt")).LinkTarget);
        Assert.Equal(3, Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Length);
    }

    [UnixFact]
    public void A_link_to_nothing_makes_its_target()
    {
        File.CreateSymbolicLink(_folder.File("link.txt"), "later.txt");
        AtomicFile.WriteText(_folder.File("link.txt"), "new");
        Assert.Equal("new", File.ReadAllText(_folder.File("later.txt")));
        Assert.Equal("later.txt", new FileInfo(_folder.File("link.txt")).LinkTarget);
    }

    [UnixFact]
    public void A_failure_leaves_a_links_target_as_it_was()
    {
        File.WriteAllText(_folder.File("real.txt"), "old");
        File.CreateSymbolicLink(_folder.File("link.txt"), "real.txt");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(_folder.File("link.txt"), _ => throw new InvalidOperationException("The writer fails.")));
        Assert.Equal("old", File.ReadAllText(_folder.File("real.txt")));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [UnixFact]
    public void A_matrix_goes_through_a_link_too()
    {
        File.CreateSymbolicLink(_folder.File("link.npy"), "real.npy");
        using (var matrix = NpyMatrixFile.CreateOrOpen(_folder.File("link.npy"), 2, 2))
        {
            matrix.WriteBlock(0, 0, 2, [1, 2, 3, 4]);
            matrix.Complete();
        }
        Assert.Equal([1f, 2, 3, 4], Npy.Read(_folder.File("real.npy")).ToSingle());
        Assert.Equal("real.npy", new FileInfo(_folder.File("link.npy")).LinkTarget);
    }

    [UnixFact]
    public void A_pipe_is_written_into_and_stays()
    {
        var pipe = Make("mkfifo");
        using var reader = Process.Start(new ProcessStartInfo("cat", [pipe]) { RedirectStandardOutput = true })!;
        var read = reader.StandardOutput.ReadToEndAsync();
        using (var writer = new AtomicFileWriter(pipe))
        {
            writer.Stream.Write("tail"u8);
            writer.Stream.Position = 0; // writers of archives go back
            writer.Stream.Write("head"u8);
            writer.Complete();
        }
        Assert.True(reader.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.Equal("head", read.Result);
        Assert.Equal(0, Test("-p", pipe));
        Assert.Equal([pipe], Directory.GetFiles(_folder.Path));
    }

    [DeviceFact]
    public void A_device_is_written_into_and_stays()
    {
        var device = Make("mknod", "c", "1", "3"); // a null device of our own
        AtomicFile.WriteText(device, "into nothing");
        Assert.Equal(0, Test("-c", device));
        Assert.Equal([device], Directory.GetFiles(_folder.Path));
    }

    [UnixFact]
    public void Permissions_of_the_file_are_kept()
    {
        const UnixFileMode own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.UserExecute;
        var path = _folder.File("a.sh");
        File.WriteAllText(path, "old");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, own);
        AtomicFile.WriteText(path, "new");
        Assert.Equal("new", File.ReadAllText(path));
        if (!OperatingSystem.IsWindows()) Assert.Equal(own, File.GetUnixFileMode(path));
    }

    [UnixFact]
    public void Of_two_names_of_a_file_the_other_keeps_the_old_content()
    {
        File.WriteAllText(_folder.File("a.txt"), "old");
        Run("ln", _folder.File("a.txt"), _folder.File("b.txt"));
        AtomicFile.WriteText(_folder.File("a.txt"), "new");
        Assert.Equal(("new", "old"), (File.ReadAllText(_folder.File("a.txt")), File.ReadAllText(_folder.File("b.txt"))));
    }

    [Fact]
    public void An_empty_file_is_replaced_as_any_other()
    {
        File.WriteAllText(_folder.File("a.txt"), "");
        AtomicFile.WriteText(_folder.File("a.txt"), "new");
        Assert.Equal("new", File.ReadAllText(_folder.File("a.txt")));
    }

    private string Make(string command, params string[] more)
    {
        var path = _folder.File("special");
        Assert.Equal(0, Run(command, [path, .. more]));
        return path;
    }

    private static int Test(string kind, string path) => Run("test", kind, path);

    private static int Run(string command, params string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }
}

/// <summary>A fact about files as Unix has them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "needs links and pipes as Unix has them" : null;
}

/// <summary>A fact about devices, skipped where no device can be made.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DeviceFactAttribute : FactAttribute
{
    public DeviceFactAttribute() => Skip = WhyMissing.Value;

    private static readonly Lazy<string?> WhyMissing = new(() =>
    {
        const string reason = "needs the right to make devices (mknod)";
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return reason;
        using var folder = new TemporaryFolder();
        using var process = Process.Start("mknod", [folder.File("null"), "c", "1", "3"]);
        process.WaitForExit();
        return process.ExitCode == 0 ? null : reason;
    });
}
