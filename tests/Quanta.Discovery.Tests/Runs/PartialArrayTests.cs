using Quanta.Discovery.Runs;
using Quanta.Formats.Numpy;

namespace Quanta.Discovery.Tests.Runs;

public sealed class PartialArrayTests : IDisposable
{
    private const int Units = 40;
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("values.npy");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Units_survive_and_are_appended_as_runs()
    {
        using (var array = Open())
        {
            Fill(array, 3, 4, 5, 9);
            Fill(array, 6);
        }
        Assert.Equal(["3-5", "9-9", "6-6"], File.ReadAllLines(Path + ".units").Skip(1));
        using var again = Open();
        Assert.Equal([3, 4, 5, 6, 9], Enumerable.Range(0, Units).Where(again.IsDone));
    }

    /// <summary>A kill after the last unit, before or after the file has its name, but before the stage's record: nothing is lost.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public void A_whole_array_that_nobody_recorded_is_found_whole(bool isNamed)
    {
        using (var array = Open())
        {
            Fill(array, [.. Enumerable.Range(0, Units)]);
            if (isNamed) array.Complete();
        }
        using (var again = Open())
        {
            Assert.Equal(isNamed, again.IsWhole);
            Assert.All(Enumerable.Range(0, Units), unit => Assert.True(again.IsDone(unit)));
            again.Complete();
        }
        Assert.Equal(Enumerable.Range(0, Units).Select(unit => (float)unit), Npy.Read(Path).ToSingle());
    }

    [Fact]
    public void A_line_that_a_kill_cut_does_not_count()
    {
        using (var array = Open()) Fill(array, 1, 2);
        File.AppendAllText(Path + ".units", "7-1");
        using (var again = Open())
        {
            Assert.Equal([1, 2], Enumerable.Range(0, Units).Where(again.IsDone));
            Fill(again, 8);
        }
        using var third = Open();
        Assert.Equal([1, 2, 8], Enumerable.Range(0, Units).Where(third.IsDone));
    }

    [Fact]
    public void Units_without_their_values_do_not_count()
    {
        using (var array = Open()) Fill(array, 1, 2);
        File.Delete(Path + ".partial");
        using var again = Open();
        Assert.DoesNotContain(Enumerable.Range(0, Units), again.IsDone);
    }

    [Fact]
    public void Units_of_another_product_are_refused_with_the_difference()
    {
        using (var array = Open("losses; cpu, managed")) Fill(array, 1);
        var problem = Assert.Throws<InvalidDataException>(() => Open("losses; cpu, openblas"));
        Assert.Contains("cpu, managed there and cpu, openblas here", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Six_thousand_units_cost_no_more_each_at_the_end_than_at_the_beginning()
    {
        using var array = new PartialArray(Path, [6000], 6000, "test");
        for (var unit = 0; unit < 6000; unit++) array.Finish([unit]);
        Assert.Equal(6001, File.ReadLines(Path + ".units").Count());
        Assert.True(new FileInfo(Path + ".units").Length < 6000 * 12, "the list is written anew for each unit");
    }

    private PartialArray Open(string origin = "test") => new(Path, [Units], Units, origin);

    private static void Fill(PartialArray array, params int[] units)
    {
        foreach (var unit in units) array.Write(0, unit, [unit]);
        array.Finish(units);
    }
}
