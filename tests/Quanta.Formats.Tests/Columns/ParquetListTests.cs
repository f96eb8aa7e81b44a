using Parquet;
using Parquet.Schema;
using Quanta.Formats.Columns;

namespace Quanta.Formats.Tests.Columns;

/// <summary>Lists and row groups at their edges, in files that are written here.</summary>
public sealed class ParquetListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("file.parquet");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_null_within_a_list_is_a_problem_of_its_row_and_reading_goes_on()
    {
        var schema = new ParquetSchema(new ListField("tokens", new DataField<int?>("element")));
        await Write(schema, [5, 6, 7], definitions: [3, 2, 3, 0, 1, 3], repetitions: [0, 1, 0, 0, 0, 0]); // [5, null], [6], null, [], [7]

        using var file = Open();
        Assert.Equal("list of int32", file.Columns.Single().Type);
        var rows = file.Read(file.Columns[0], [], CancellationToken.None).ToList();

        Assert.Contains("null", rows[0].Problem!.Reason, StringComparison.Ordinal);
        Assert.Equal([null, [6], null, [], [7]], rows.Select(row => row.Tokens));
        Assert.Equal([false, false, true, false, false], rows.Select(row => row.IsNull));
    }

    [Theory]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Zstd)]
    [InlineData(CompressionMethod.Gzip)]
    public async Task Many_row_groups_of_required_strings_are_read_in_order(CompressionMethod compression)
    {
        var field = new DataField("content", typeof(string), isNullable: false);
        await using (var stream = System.IO.File.Create(File))
        {
            await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(field), stream, new ParquetOptions { CompressionMethod = compression });
            for (var group = 0; group < 5; group++)
            {
                using var rows = writer.CreateRowGroup();
                await rows.WriteAsync(field, [.. Enumerable.Range(group * 50, 50).Select(i => $"document {i % 7} of {group}")]);
            }
        }

        using var file = Open();
        var read = file.Read(file.Columns.Single(), [], CancellationToken.None).ToList();

        Assert.Equal(Enumerable.Range(0, 250).Select(i => $"document {i % 7} of {i / 50}"), read.Select(row => row.Text));
        Assert.Equal(Enumerable.Range(1, 250).Select(i => (long)i), read.Select(row => row.Number));
    }

    [Fact]
    public async Task A_file_without_rows_has_none()
    {
        await using (var stream = System.IO.File.Create(File))
        {
            await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(new DataField<string>("text")), stream);
        }

        using var file = Open();
        Assert.Empty(file.Read(file.Columns.Single(), [], CancellationToken.None));
    }

    private async Task Write(ParquetSchema schema, int[] values, int[] definitions, int[] repetitions)
    {
        await using var stream = System.IO.File.Create(File);
        await using var writer = await ParquetWriter.CreateAsync(schema, stream);
        using var group = writer.CreateRowGroup();
        await group.WriteAllPartsAsync<int>(schema.DataFields[0], values, definitions, repetitions, CancellationToken.None);
    }

    private ColumnFile Open() => ColumnFile.TryOpen(File, 1 << 24)!;
}
