"""People and households of the demo, all invented; the first of a unit signs its papers."""

from emulation.organization.models import Employment, Gender, Household, Person, Unit

from . import places

M, F = Gender.MALE, Gender.FEMALE
OFFICIAL, CIVIL = Employment.ELECTED_OFFICIAL, Employment.CIVIL_SERVANT
PART_TIME, EMPLOYEE = Employment.PART_TIME, Employment.EMPLOYEE

DINH_DU = {
    "Văn phòng UBND xã": (
        ("Nguyễn Thị Thu Hằng", F, "Chánh Văn phòng", CIVIL),
        ("Trần Quang Huy", M, "Chủ tịch UBND xã", OFFICIAL),
        ("Đỗ Thị Hồng Vân", F, "Phó Chủ tịch UBND xã", OFFICIAL),
        ("Lê Văn Khải", M, "Phó Chủ tịch UBND xã", OFFICIAL),
        ("Phạm Minh Đức", M, "Công chức Văn phòng - Thống kê", CIVIL),
        ("Vũ Thị Ngọc Lan", F, "Nhân viên văn thư, lưu trữ", EMPLOYEE),
        ("Hoàng Văn Tuyến", M, "Nhân viên bảo vệ", EMPLOYEE),
    ),
    "Bộ phận Tiếp nhận và trả kết quả": (
        ("Nguyễn Văn Thắng", M, "Trưởng Bộ phận", CIVIL),
        ("Lưu Thị Bích Thủy", F, "Công chức một cửa", CIVIL),
        ("Đặng Thị Huyền", F, "Nhân viên hướng dẫn dịch vụ công trực tuyến", EMPLOYEE),
    ),
    "Bộ phận Tài chính - Kế toán": (
        ("Phan Thị Kim Oanh", F, "Trưởng Bộ phận", CIVIL),
        ("Trịnh Văn Lực", M, "Công chức Tài chính - Kế toán", CIVIL),
    ),
    "Bộ phận Địa chính - Xây dựng": (
        ("Nguyễn Đình Chiến", M, "Trưởng Bộ phận", CIVIL),
        ("Chu Văn Hậu", M, "Công chức Địa chính", CIVIL),
        ("Dương Thị Quỳnh", F, "Công chức Xây dựng - Môi trường", CIVIL),
    ),
    "Bộ phận Tư pháp - Hộ tịch": (
        ("Lê Thị Ánh Tuyết", F, "Trưởng Bộ phận", CIVIL),
        ("Bùi Quốc Việt", M, "Công chức Tư pháp - Hộ tịch", CIVIL),
    ),
    "Bộ phận Văn hóa - Xã hội": (
        ("Nguyễn Thị Minh Nguyệt", F, "Trưởng Bộ phận", CIVIL),
        ("Đào Xuân Trường", M, "Công chức Văn hóa - Xã hội", CIVIL),
        ("Tạ Thị Hoài Thương", F, "Công chức Lao động - Thương binh và Xã hội", CIVIL),
    ),
    "Ban Chỉ huy Quân sự xã": (
        ("Ngô Văn Dũng", M, "Chỉ huy trưởng", CIVIL),
        ("Phùng Đức Mạnh", M, "Phó Chỉ huy trưởng", PART_TIME),
        ("Trần Văn Quyết", M, "Trợ lý", PART_TIME),
    ),
    "Đài truyền thanh xã": (
        ("Đỗ Văn Sơn", M, "Trưởng Đài", EMPLOYEE),
        ("Nguyễn Thị Thanh Tâm", F, "Phát thanh viên", EMPLOYEE),
    ),
    "Ủy ban MTTQ xã": (
        ("Lương Văn Bình", M, "Chủ tịch Ủy ban MTTQ xã", OFFICIAL),
        ("Nguyễn Thị Xuân", F, "Phó Chủ tịch Ủy ban MTTQ xã", PART_TIME),
        ("Hà Văn Toản", M, "Ủy viên Thường trực", PART_TIME),
    ),
    "Hội Nông dân xã": (
        ("Vũ Đình Luân", M, "Chủ tịch Hội Nông dân xã", OFFICIAL),
        ("Nguyễn Thị Nhàn", F, "Phó Chủ tịch Hội Nông dân xã", PART_TIME),
    ),
    "Hội Liên hiệp Phụ nữ xã": (
        ("Đinh Thị Thanh Mai", F, "Chủ tịch Hội Liên hiệp Phụ nữ xã", OFFICIAL),
        ("Lê Thị Phương Thảo", F, "Phó Chủ tịch Hội Liên hiệp Phụ nữ xã", PART_TIME),
    ),
    "Đoàn TNCS Hồ Chí Minh xã": (
        ("Nguyễn Hoàng Nam", M, "Bí thư Đoàn xã", OFFICIAL),
        ("Đỗ Thị Khánh Linh", F, "Phó Bí thư Đoàn xã", PART_TIME),
    ),
    "Hội Cựu chiến binh xã": (
        ("Trần Văn Thiệp", M, "Chủ tịch Hội Cựu chiến binh xã", OFFICIAL),
        ("Nguyễn Hữu Phúc", M, "Phó Chủ tịch Hội Cựu chiến binh xã", PART_TIME),
    ),
    "Thôn 1": (
        ("Nguyễn Văn Hòa", M, "Trưởng thôn", PART_TIME),
        ("Đỗ Đình Thuận", M, "Bí thư chi bộ", PART_TIME),
        ("Vũ Thị Loan", F, "Trưởng Ban công tác Mặt trận", PART_TIME),
        ("Trần Thị Hiền", F, "Chi hội trưởng Phụ nữ", PART_TIME),
        ("Lê Quang Vũ", M, "Tổ trưởng Tổ bảo vệ an ninh, trật tự", PART_TIME),
    ),
    "Thôn 2": (
        ("Đặng Văn Kiên", M, "Trưởng thôn", PART_TIME),
        ("Nguyễn Thị Lụa", F, "Bí thư chi bộ", PART_TIME),
        ("Phạm Văn Ước", M, "Trưởng Ban công tác Mặt trận", PART_TIME),
        ("Lưu Thị Duyên", F, "Chi hội trưởng Phụ nữ", PART_TIME),
        ("Đào Văn Tiến", M, "Tổ trưởng Tổ bảo vệ an ninh, trật tự", PART_TIME),
    ),
    "Thôn 3": (
        ("Lê Văn Nghĩa", M, "Trưởng thôn", PART_TIME),
        ("Hoàng Thị Mến", F, "Bí thư chi bộ", PART_TIME),
        ("Nguyễn Văn Tạo", M, "Trưởng Ban công tác Mặt trận", PART_TIME),
        ("Đỗ Thị Hạnh", F, "Chi hội trưởng Phụ nữ", PART_TIME),
        ("Trịnh Xuân Bách", M, "Tổ trưởng Tổ bảo vệ an ninh, trật tự", PART_TIME),
    ),
    "Thôn 4": (
        ("Phan Văn Hưởng", M, "Trưởng thôn", PART_TIME),
        ("Ngô Thị Tươi", F, "Bí thư chi bộ", PART_TIME),
        ("Vũ Văn Đoàn", M, "Trưởng Ban công tác Mặt trận", PART_TIME),
        ("Bùi Thị Hường", F, "Chi hội trưởng Phụ nữ", PART_TIME),
        ("Chu Đức Trọng", M, "Tổ trưởng Tổ bảo vệ an ninh, trật tự", PART_TIME),
    ),
    "Thôn 5": (
        ("Dương Văn Lịch", M, "Trưởng thôn", PART_TIME),
        ("Đinh Văn Sáng", M, "Bí thư chi bộ", PART_TIME),
        ("Tạ Thị Nga", F, "Trưởng Ban công tác Mặt trận", PART_TIME),
        ("Nguyễn Thị Thơm", F, "Chi hội trưởng Phụ nữ", PART_TIME),
        ("Hà Mạnh Cường", M, "Tổ trưởng Tổ bảo vệ an ninh, trật tự", PART_TIME),
    ),
}
DINH_DU_HOUSEHOLDS = {
    "Thôn 1": ("Nguyễn Văn Được", "Trần Văn Khánh", "Đỗ Thị Sen", "Vũ Văn Mạnh"),
    "Thôn 2": ("Đặng Đình Lợi", "Lưu Văn Bảy", "Phạm Thị Gấm", "Nguyễn Văn Chính"),
    "Thôn 3": ("Lê Đình Phong", "Hoàng Văn Ba", "Trịnh Thị Nụ", "Đỗ Văn Thành"),
    "Thôn 4": ("Phan Đình Ngọc", "Ngô Văn Liêm", "Vũ Thị Bưởi", "Chu Văn Quảng"),
    "Thôn 5": ("Dương Đình Hải", "Đinh Thị Cúc", "Tạ Văn Hùng", "Nguyễn Đức Thịnh"),
}
LAC_HONG = {
    "Văn phòng UBND xã": (
        ("Phạm Thị Diệu Linh", F, "Chánh Văn phòng", CIVIL),
        ("Nguyễn Thế Vinh", M, "Chủ tịch UBND xã", OFFICIAL),
        ("Lại Văn Thông", M, "Công chức Văn phòng - Thống kê", CIVIL),
    ),
    "Bộ phận Văn hóa - Xã hội": (
        ("Trương Thị Yến", F, "Trưởng Bộ phận", CIVIL),
        ("Quách Văn Lâm", M, "Công chức Văn hóa - Xã hội", CIVIL),
    ),
    "Hội Liên hiệp Phụ nữ xã": (
        ("Mai Thị Hải Yến", F, "Chủ tịch Hội Liên hiệp Phụ nữ xã", OFFICIAL),
    ),
    "Thôn Hạ": (
        ("Lại Đình Tùng", M, "Trưởng thôn", PART_TIME),
        ("Trương Thị Hợi", F, "Chi hội trưởng Phụ nữ", PART_TIME),
    ),
    "Thôn Thượng": (
        ("Quách Đình Khoa", M, "Trưởng thôn", PART_TIME),
        ("Mai Văn Cảnh", M, "Bí thư chi bộ", PART_TIME),
    ),
}
LAC_HONG_HOUSEHOLDS = {
    "Thôn Hạ": ("Lại Văn Nhân", "Trương Văn Kỷ"),
    "Thôn Thượng": ("Quách Thị Mùi", "Mai Đình Vượng"),
}
INSPECTORATE = {
    "Văn phòng": (
        ("Hoàng Thị Thanh Bình", F, "Chánh Văn phòng", CIVIL),
        ("Đàm Quang Vinh", M, "Chánh Thanh tra tỉnh", CIVIL),
        ("Lù Thị Hương", F, "Phó Chánh Thanh tra tỉnh", CIVIL),
        ("Nguyễn Mạnh Hà", M, "Phó Chánh Văn phòng", CIVIL),
        ("Vàng Thị Mỷ", F, "Kế toán", CIVIL),
        ("Trần Thị Bảo Yến", F, "Văn thư", EMPLOYEE),
        ("Phạm Văn Chiều", M, "Lái xe", EMPLOYEE),
    ),
    "Phòng Nghiệp vụ 1": (
        ("Lê Trung Kiên", M, "Trưởng phòng", CIVIL),
        ("Nông Thị Diễm", F, "Phó Trưởng phòng", CIVIL),
        ("Giàng A Sinh", M, "Thanh tra viên", CIVIL),
        ("Đỗ Hoàng Long", M, "Thanh tra viên", CIVIL),
        ("Bùi Thị Thu Trang", F, "Chuyên viên", CIVIL),
    ),
    "Phòng Nghiệp vụ 2": (
        ("Nguyễn Đức Toàn", M, "Trưởng phòng", CIVIL),
        ("Sùng Thị Chú", F, "Thanh tra viên chính", CIVIL),
        ("Phan Quốc Bảo", M, "Thanh tra viên", CIVIL),
        ("Vi Văn Thuận", M, "Thanh tra viên", CIVIL),
    ),
    "Phòng Nghiệp vụ 3": (
        ("Trịnh Thị Hồng Nhung", F, "Trưởng phòng", CIVIL),
        ("Lò Văn Inh", M, "Phó Trưởng phòng", CIVIL),
        ("Cao Thị Minh Phương", F, "Thanh tra viên", CIVIL),
        ("Tẩn Láo Tả", M, "Chuyên viên", CIVIL),
    ),
    "Phòng Nghiệp vụ 4": (
        ("Vũ Tiến Đạt", M, "Trưởng phòng", CIVIL),
        ("Hà Thị Lệ Quyên", F, "Phó Trưởng phòng", CIVIL),
        ("Ma Văn Đông", M, "Thanh tra viên", CIVIL),
        ("Dương Ngọc Ánh", F, "Chuyên viên", CIVIL),
        ("Lý Minh Khôi", M, "Chuyên viên", CIVIL),
    ),
}


def build() -> None:
    """Put everybody into their units and name the heads who sign."""
    for name, people, households, commune in (
        (places.DINH_DU, DINH_DU, DINH_DU_HOUSEHOLDS, "xã Đình Dù"),
        (places.LAC_HONG, LAC_HONG, LAC_HONG_HOUSEHOLDS, "xã Lạc Hồng"),
        (places.INSPECTORATE, INSPECTORATE, {}, ""),
    ):
        units = places.units_of(places.authority(name))
        for unit, members in people.items():
            _add_people(units[unit], members)
        for village, heads in households.items():
            for head in heads:
                Household.objects.create(
                    unit=units[village], head_name=head, address=f"{village}, {commune}"
                )


def _add_people(unit: Unit, members: tuple[tuple[str, str, str, str], ...]) -> None:
    for full_name, gender, position, employment in members:
        Person.objects.create(
            unit=unit,
            full_name=full_name,
            gender=gender,
            position=position,
            employment=employment,
        )
    unit.head_name = members[0][0]
    unit.save()


def people_of(unit: Unit) -> dict[str, Person]:
    """Return the people of a unit by name."""
    return {person.full_name: person for person in Person.objects.filter(unit=unit)}


def households_of(unit: Unit) -> dict[str, Household]:
    """Return the households of a village by the name of their head."""
    return {household.head_name: household for household in Household.objects.filter(unit=unit)}
