using Quanta.Formats.Columns;

namespace Quanta.Formats.Tests.Columns;

/// <summary>Against files that Apache Arrow's C++ library (Parquet) and Arrow for .NET (streams) wrote; Goldens/make-columns.cs makes them.</summary>
public sealed class ColumnFileTests : IDisposable
{
    private const long Memory = 1 << 24;

    private static readonly string?[] Texts = ["The quick brown fox", "", null, "na\u00efve caf\u00e9 \u20ac\U0001f600", "The quick brown fox", "two\nlines", "last"];
    private static readonly long[]?[] Ids = [[1, 2, 3], [], null, [4], [5, 6], [7], [300, 301]];
    private static readonly string?[] Kinds = ["Books", "Books", null, "Web", "Web", "Web", "Code"];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Whole =>
    [
        "none.parquet", "snappy.parquet", "gzip.parquet", "zstd.parquet", "brotli.parquet", "lz4.parquet", "plain.parquet", "delta.parquet", "old-lists.parquet", "large.parquet",
        "nested.parquet", "large.arrow", "file.arrow",
    ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Whole))]
    public void Texts_nulls_lists_and_labels_are_those_that_were_written(string name)
    {
        using var file = Open(Golden.Path(name));
        Assert.Equal(name.EndsWith(".parquet", StringComparison.Ordinal) ? "parquet" : "arrow", file.Kind);

        var texts = Read(file, "text", "meta", "pile_set_name");
        Assert.Equal(Texts, texts.Select(row => row.Text));
        Assert.Equal(Kinds, texts.Select(row => row.Label));
        Assert.Equal([1L, 2, 3, 4, 5, 6, 7], texts.Select(row => row.Number));
        using var again = Open(Golden.Path(name));
        Assert.Equal(Ids, Read(again, "input_ids").Select(row => row.Tokens));
    }

    [Fact]
    public void The_shards_that_the_datasets_library_saves_follow_one_another()
    {
        var rows = new[] { "saved/data-00000-of-00002.arrow", "saved/data-00001-of-00002.arrow" }.SelectMany(name =>
        {
            using var file = Open(Golden.Path(name));
            return Read(file, "input_ids");
        });
        Assert.Equal(Ids, rows.Select(row => row.Tokens));
    }

    [Theory]
    [InlineData("snappy.parquet", "list of int32")]
    [InlineData("nested.parquet", "list of list of int32")]
    [InlineData("large.arrow", "list of int64")]
    public void Columns_have_names_types_and_what_can_be_taken(string name, string ids)
    {
        using var file = Open(Golden.Path(name));
        Assert.Equal(["text", "input_ids", "meta", "score", "tags"], file.Columns.Select(column => column.Name));
        Assert.Equal(
            [ColumnContent.Text, ColumnContent.Tokens, ColumnContent.Other, ColumnContent.Other, ColumnContent.Other], file.Columns.Select(column => column.Content));
        Assert.Equal(ids, file.Columns[1].Type);
    }

    [Theory]
    [InlineData("encrypted.parquet")]
    [InlineData("encrypted-columns.parquet")]
    public void Encrypted_files_are_called_that(string name) =>
        Assert.Contains("an encrypted one", Refusal(Golden.Path(name)), StringComparison.Ordinal);

    [Theory]
    [InlineData("snappy.parquet")]
    [InlineData("large.arrow")]
    public void A_file_that_is_cut_anywhere_is_refused_with_its_name(string name)
    {
        var whole = Golden.Bytes(name);
        for (var length = 16; length < whole.Length; length += 97)
        {
            File.WriteAllBytes(_folder.File("cut"), whole[..length]);
            var message = Refusal(_folder.File("cut"));
            Assert.Contains(_folder.File("cut"), message, StringComparison.Ordinal);
            Assert.Contains("cut or damaged", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Other_files_are_no_files_of_columns()
    {
        Assert.Null(ColumnFile.TryOpen(Golden.Path("f4.npy"), Memory));
        Assert.Null(ColumnFile.TryOpen(Golden.Path("frames.jsonl.zst"), Memory));
        Assert.Null(ColumnFile.TryOpen(_folder.File("missing"), Memory));
    }

    [Theory]
    [InlineData("snappy.parquet", "row group 1 of 2")]
    [InlineData("large.arrow", "a record batch")]
    public void What_takes_more_memory_than_is_allowed_is_refused_before_it_is_read(string name, string part)
    {
        using var file = ColumnFile.TryOpen(Golden.Path(name), memoryBytes: 100)!;
        var message = Assert.Throws<InvalidDataException>(() => Read(file, "text")).Message;
        Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.Contains("--memory", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("snappy.parquet")]
    [InlineData("large.arrow")]
    public void Reading_stops_when_the_user_has_had_enough(string name)
    {
        using var file = Open(Golden.Path(name));
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        Assert.Throws<OperationCanceledException>(() => file.Read(file.Columns[0], [], cancellation.Token).Count());
    }

    [Fact]
    public void Bytes_that_are_no_text_are_a_problem_of_their_row()
    {
        var bytes = Golden.Bytes("plain.parquet");
        bytes.AsSpan(bytes.AsSpan().IndexOf("two\nlines"u8), 1)[0] = 0xFF;
        File.WriteAllBytes(_folder.File("plain"), bytes);
        using var file = Open(_folder.File("plain"));

        var rows = Read(file, "text");

        Assert.Equal((6, "row"), ((int)rows[5].Problem!.Number, rows[5].Problem!.Unit));
        Assert.Contains("UTF-8", rows[5].Problem!.Reason, StringComparison.Ordinal);
        Assert.Equal("last", rows[6].Text);
    }

    private static ColumnFile Open(string path) => ColumnFile.TryOpen(path, Memory) ?? throw new InvalidOperationException($"{path} is no file of columns.");

    private static List<ColumnRow> Read(ColumnFile file, string column, params string[] label) =>
        [.. file.Read(file.Columns.Single(one => one.Name == column), label, CancellationToken.None)];

    private static string Refusal(string path) => Assert.Throws<InvalidDataException>(() =>
    {
        using var file = Open(path);
        Read(file, "text");
    }).Message;
}
