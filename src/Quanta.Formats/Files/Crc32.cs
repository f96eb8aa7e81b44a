using System.Buffers.Binary;

namespace Quanta.Formats.Files;

/// <summary>The checksum of zip archives: CRC-32 with the reflected polynomial EDB88320, eight bytes a step ("slicing by 8", Kounavis and Berry
/// 2005).</summary>
internal struct Crc32()
{
    private const uint Polynomial = 0xEDB88320;
    private static readonly uint[][] Tables = MakeTables();
    private uint _state = uint.MaxValue;

    public readonly uint Value => ~_state;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            var low = _state ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            _state = Tables[7][low & 0xFF] ^ Tables[6][(low >> 8) & 0xFF] ^ Tables[5][(low >> 16) & 0xFF] ^ Tables[4][low >> 24]
                ^ Tables[3][high & 0xFF] ^ Tables[2][(high >> 8) & 0xFF] ^ Tables[1][(high >> 16) & 0xFF] ^ Tables[0][high >> 24];
        }
        foreach (var value in bytes) _state = (_state >> 8) ^ Tables[0][(_state ^ value) & 0xFF];
    }

    /// <summary>Table k maps a byte to its effect k bytes later.</summary>
    private static uint[][] MakeTables()
    {
        var tables = new uint[8][];
        for (var table = 0; table < tables.Length; table++)
        {
            tables[table] = new uint[256];
            for (var value = 0u; value < 256; value++)
            {
                var remainder = table == 0 ? value : tables[table - 1][value];
                for (var bit = 0; bit < 8; bit++) remainder = (remainder >> 1) ^ ((remainder & 1) * Polynomial);
                tables[table][value] = remainder;
            }
        }
        return tables;
    }
}
