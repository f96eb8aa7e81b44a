using Xunit.Sdk;

namespace Quanta.Formats.Tests.Damage;

/// <summary>Damaged files are refused by an InvalidDataException, or read: no crash, no hang, no allocation that the file does not account
/// for.</summary>
public sealed class DamageTests : IDisposable
{
    private const int Trials = 250;
    private const int Seed = 20240607;

    // Boxed values, dictionaries and conversions take some tens of bytes for each byte of a file; buffers and libraries' own needs do not depend on it.
    private const long BytesPerByte = 300;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Reader.All.Select(reader => reader.Name)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Whole_files_read(string name)
    {
        var reader = Reader.All.Single(reader => reader.Name == name);
        foreach (var whole in reader.WholeFiles()) Assert.Null(Read(reader, whole));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Damaged_files_are_refused_or_read_and_nothing_else(string name)
    {
        var reader = Reader.All.Single(reader => reader.Name == name);
        var wholeFiles = reader.WholeFiles().ToList();
        var work = Task.Run(() =>
        {
            var random = new Random(Seed);
            for (var trial = 0; trial < Trials; trial++)
            {
                var damaged = Mutation.Of(wholeFiles[trial % wholeFiles.Count], random);
                if (Read(reader, damaged) is { } exception and not InvalidDataException)
                    throw new XunitException($"Trial {trial} with {name}, file {Convert.ToBase64String(damaged)}: {exception}");
            }
        });
        await work.WaitAsync(TimeSpan.FromMinutes(5)); // a hang becomes a failure; a run takes seconds
    }

    private Exception? Read(Reader reader, byte[] bytes)
    {
        var path = _folder.File("damaged");
        File.WriteAllBytes(path, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var exception = Record.Exception(() => reader.ReadAll(path));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > BytesPerByte * bytes.Length + reader.Allowance)
            throw new XunitException($"{reader.Name} allocated {allocated} bytes for a file of {bytes.Length}: {Convert.ToBase64String(bytes)}");
        return exception;
    }
}
